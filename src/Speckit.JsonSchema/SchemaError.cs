namespace Speckit.JsonSchema;

/// <summary>Why a schema cannot be used.</summary>
/// <param name="SchemaPath">A JSON Pointer into the schema; for another document its URI, <c>#</c> and the pointer.</param>
/// <param name="Message">What was found and what was expected.</param>
public sealed record SchemaError(string SchemaPath, string Message);
