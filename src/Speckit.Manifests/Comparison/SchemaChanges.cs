using System.Text.Json.Nodes;

namespace Speckit.Manifests.Comparison;

/// <summary>What a configuration that was valid may stumble over: the keywords of JSON Schema that manifests use. Others that changed are
/// named, and not judged.</summary>
internal static class SchemaChanges
{
    private const int MaxDepth = 64;

    private static readonly string[] Judged =
    [
        "type",
        "enum",
        "const",
        "properties",
        "required",
        "additionalProperties",
        "items",
        .. SchemaLimits.Keywords,
    ];

    private static readonly string[] Words =
    [
        "title",
        "description",
        "default",
        "examples",
        "deprecated",
        "$schema",
        "$id",
        "$comment",
        "readOnly",
        "writeOnly",
    ];

    internal static IEnumerable<ManifestChange> Find(JsonObject? before, JsonObject? after)
    {
        // Without a schema any object will do, and a configuration is an object.
        var was = before ?? new JsonObject { ["type"] = "object" };
        return after is null ? [] : Compare("", was, after, 0);
    }

    private static IEnumerable<ManifestChange> Compare(string path, JsonNode? before, JsonNode? after, int depth)
    {
        if (JsonNode.DeepEquals(before, after) || depth > MaxDepth)
        {
            return [];
        }

        if (IsBoolean(after, false))
        {
            return [Major(path, "may not be there any more")];
        }

        var (was, now) = (before as JsonObject ?? [], after as JsonObject ?? []);
        return
        [
            .. Types(path, was, now),
            .. Values(path, was, now),
            .. SchemaLimits.Compare(path, was, now),
            .. Required(path, was, now),
            .. Properties(path, was, now, depth),
            .. Others(path, was, now),
            .. now["items"] is null ? [] : Compare(path + "[]", was["items"], now["items"], depth + 1),
        ];
    }

    private static IEnumerable<ManifestChange> Types(string path, JsonObject before, JsonObject after)
    {
        if (TypesOf(after) is not { } now)
        {
            yield break;
        }

        var was = TypesOf(before);
        var lost = was?.Where(t => !now.Contains(t) && !(t == "integer" && now.Contains("number"))).ToList();
        if (was is null || lost is { Count: > 0 })
        {
            yield return Major(
                path,
                $"was {(was is null ? "anything" : string.Join(" or ", was))} and is {string.Join(" or ", now)}"
            );
        }
    }

    private static IEnumerable<ManifestChange> Values(string path, JsonObject before, JsonObject after)
    {
        if (ValuesOf(after) is not { } now)
        {
            yield break;
        }

        if (ValuesOf(before) is not { } was)
        {
            yield return Major(path, "may have certain values only");
            yield break;
        }

        var lost = was.Where(v => !now.Exists(n => JsonNode.DeepEquals(n, v))).ToList();
        if (lost.Count > 0)
        {
            yield return Major(
                path,
                $"may not be {string.Join(" or ", lost.Select(v => v?.ToJsonString() ?? "null"))} any more"
            );
        }
        else if (now.Count > was.Count)
        {
            yield return Minor(path, "may have more values");
        }
    }

    private static IEnumerable<ManifestChange> Required(string path, JsonObject before, JsonObject after) =>
        Names(after["required"])
            .Except(Names(before["required"]), StringComparer.Ordinal)
            .Select(name => Major(Join(path, name), "must be given"));

    private static IEnumerable<ManifestChange> Properties(string path, JsonObject before, JsonObject after, int depth)
    {
        var (was, now) = (before["properties"] as JsonObject ?? [], after["properties"] as JsonObject ?? []);
        foreach (var (name, schema) in was)
        {
            if (!now.TryGetPropertyValue(name, out var same))
            {
                yield return Major(Join(path, name), "is gone") with
                {
                    IsUnannouncedRemoval = !IsBoolean((schema as JsonObject)?["deprecated"], true),
                };
                continue;
            }

            foreach (var change in Compare(Join(path, name), schema, same, depth + 1))
            {
                yield return change;
            }
        }

        foreach (var name in now.Select(p => p.Key).Where(n => !was.ContainsKey(n)))
        {
            yield return Minor(Join(path, name), "is new");
        }

        var (more, less) = (before["additionalProperties"], after["additionalProperties"]);
        if (IsBoolean(less, false) && !IsBoolean(more, false))
        {
            yield return Major(path, "may have no other keys any more");
        }
        else if (less is JsonObject)
        {
            foreach (var change in IsBoolean(more, false) ? [] : Compare(Join(path, "*"), more, less, depth + 1))
            {
                yield return change;
            }
        }
    }

    private static IEnumerable<ManifestChange> Others(string path, JsonObject before, JsonObject after) =>
        before
            .Select(p => p.Key)
            .Union(after.Select(p => p.Key), StringComparer.Ordinal)
            .Where(key =>
                !Judged.Contains(key, StringComparer.Ordinal)
                && !Words.Contains(key, StringComparer.Ordinal)
                && !JsonNode.DeepEquals(before[key], after[key])
            )
            .Select(key => Minor(path, $"has another {key}, which is not judged here"));

    private static List<string>? TypesOf(JsonObject schema) =>
        schema["type"] switch
        {
            JsonValue value when value.TryGetValue<string>(out var one) => [one],
            JsonArray many => [.. Names(many)],
            _ => null,
        };

    private static List<JsonNode?>? ValuesOf(JsonObject schema) =>
        schema["enum"] is JsonArray values ? [.. values]
        : schema.TryGetPropertyValue("const", out var only) ? [only]
        : null;

    private static IEnumerable<string> Names(JsonNode? list) =>
        (list as JsonArray ?? [])
            .Select(item => item is JsonValue value && value.TryGetValue<string>(out var name) ? name : null)
            .OfType<string>();

    private static bool IsBoolean(JsonNode? node, bool expected) =>
        node is JsonValue value && value.TryGetValue<bool>(out var found) && found == expected;

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    internal static ManifestChange Major(string path, string what) =>
        new(ChangeArea.Configuration, ChangeWeight.Major, $"changes the configuration: {Name(path)} {what}");

    private static ManifestChange Minor(string path, string what) =>
        new(ChangeArea.Configuration, ChangeWeight.Minor, $"changes the configuration: {Name(path)} {what}");

    private static string Name(string path) => path.Length == 0 ? "it" : path;
}
