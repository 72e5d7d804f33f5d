using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Speckit.Manifests.Comparison;

/// <summary>Limits of JSON Schema that grew tighter.</summary>
internal static class SchemaLimits
{
    private static readonly string[] Lower = ["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"];

    private static readonly string[] Upper = ["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"];

    private static readonly string[] Texts = ["pattern", "format", "multipleOf", "uniqueItems"];

    internal static ImmutableArray<string> Keywords { get; } = [.. Lower, .. Upper, .. Texts];

    internal static IEnumerable<ManifestChange> Compare(string path, JsonObject before, JsonObject after)
    {
        foreach (var keyword in Lower.Concat(Upper))
        {
            if (
                Number(after[keyword]) is { } now
                && (
                    Number(before[keyword]) is not { } was
                    || (Lower.Contains(keyword, StringComparer.Ordinal) ? now > was : now < was)
                )
            )
            {
                yield return SchemaChanges.Major(path, $"has {Difference(keyword, before, after)}");
            }
        }

        foreach (var keyword in Texts)
        {
            if (
                after[keyword] is { } now
                && !JsonNode.DeepEquals(before[keyword], now)
                && !(now is JsonValue value && value.TryGetValue<bool>(out var flag) && !flag)
            )
            {
                yield return SchemaChanges.Major(path, $"has {Difference(keyword, before, after)}");
            }
        }
    }

    private static string Difference(string keyword, JsonObject before, JsonObject after)
    {
        var was = before[keyword] is { } old ? $" instead of {old.ToJsonString()}" : "";
        return $"{keyword} {after[keyword]!.ToJsonString()}{was}";
    }

    private static double? Number(JsonNode? node) =>
        node is not JsonValue value ? null
        : value.TryGetValue<double>(out var real) ? real
        : value.TryGetValue<long>(out var whole) ? whole
        : value.TryGetValue<decimal>(out var exact) ? (double)exact
        : null;
}
