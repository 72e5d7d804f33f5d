using System.Collections.Immutable;

namespace Speckit.JsonSchema;

/// <summary>What came of compiling a schema.</summary>
public sealed record SchemaCompilation
{
    /// <summary>The schema; null when there are errors.</summary>
    public JsonSchema? Schema { get; init; }

    /// <summary>All that is wrong with the schema.</summary>
    public ImmutableArray<SchemaError> Errors { get; init; } = [];
}
