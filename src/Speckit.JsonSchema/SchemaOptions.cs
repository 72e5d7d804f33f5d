using System.Collections.Immutable;
using System.Text.Json;

namespace Speckit.JsonSchema;

/// <summary>How a schema is compiled.</summary>
public sealed record SchemaOptions
{
    /// <summary>The draft of schemas that do not say theirs with <c>$schema</c>.</summary>
    public SchemaDraft DefaultDraft { get; init; } = SchemaDraft.Draft202012;

    /// <summary>Whether <c>format</c> makes a value invalid, rather than being a remark. Unknown formats never do.</summary>
    public bool AssertFormat { get; init; } = true;

    /// <summary>The documents that <c>$ref</c> and <c>$schema</c> may name, by their absolute URI without fragment.
    /// Nothing else is looked up, never over the network; the metaschemas of the drafts are always there.</summary>
    public IReadOnlyDictionary<Uri, JsonElement> Documents { get; init; } = ImmutableDictionary<Uri, JsonElement>.Empty;

    /// <summary>How many levels deep schemas and instances may be nested, from 1 to 1,000; other numbers are cut to that.
    /// Evaluation may pass through eight times as many schemas.</summary>
    public int MaximumDepth { get; init; } = 128;
}
