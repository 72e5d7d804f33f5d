using System.Collections.Immutable;

namespace Speckit.JsonSchema;

/// <summary>Whether an instance is valid.</summary>
public sealed record ValidationResult
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsValid => Errors.IsEmpty;

    /// <summary>What is wrong, in the order of the schema's keywords. Of several allowed forms, only the nearest is told.</summary>
    public ImmutableArray<ValidationError> Errors { get; init; } = [];
}
