namespace Speckit.JsonSchema;

/// <summary>One thing that is wrong with an instance.</summary>
/// <param name="InstancePath">A JSON Pointer to the value, empty for the whole instance.</param>
/// <param name="SchemaPath">A JSON Pointer to the keyword, from the root schema and through its references: <c>/items/$ref/type</c>.</param>
/// <param name="Keyword">The keyword's name; <c>false</c> for a schema that allows nothing, empty when the instance could not be examined.</param>
/// <param name="Message">For people: what was found and what was expected.</param>
public sealed record ValidationError(string InstancePath, string SchemaPath, string Keyword, string Message);
