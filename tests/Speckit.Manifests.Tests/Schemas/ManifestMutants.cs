using System.Text.Json.Nodes;

namespace Speckit.Manifests.Tests.Schemas;

/// <summary>Every way to break a manifest at every place of it, one at a time; and seeded ways to put keys where they do not belong.</summary>
internal static class ManifestMutants
{
    private static readonly string[] Values =
    [
        "null",
        "true",
        "false",
        "0",
        "1",
        "-1",
        "1.5",
        "70000",
        "100000000",
        "\"\"",
        "\"  \"",
        "\"zzz\"",
        "\"Not A Name\"",
        "\"1.0\"",
        "\"1.2.3\"",
        "\"a..b\"",
        "\"a:b:c\"",
        "\"a\\\\b\"",
        "[]",
        "[null]",
        "[\"a\"]",
        "[{}]",
        "{}",
        "{\"a\":1}",
        "{\"Not A Key\":{}}",
    ];

    /// <summary>The mutants of a manifest, each with what was done.</summary>
    public static IEnumerable<(string What, string Json)> Of(JsonNode manifest)
    {
        foreach (var path in PathsOf(manifest, []))
        {
            var shown = string.Join('/', path);
            foreach (var value in Values.Append($"\"{new string('x', 3000)}\""))
            {
                yield return ($"{shown} = {value}", Change(manifest, path, _ => JsonNode.Parse(value)));
            }

            switch (Find(manifest, path))
            {
                case JsonObject map:
                    foreach (var (key, _) in map)
                    {
                        yield return ($"{shown} without {key}", Change(manifest, [.. path, key], null));
                    }

                    yield return ($"{shown} with unknown", Change(manifest, [.. path, "unknwon_key"], _ => 1));
                    break;
                case JsonArray list:
                    foreach (var value in Values)
                    {
                        yield return ($"{shown} + {value}", Change(manifest, path, _ => Extended(list, value)));
                    }

                    break;
            }
        }
    }

    /// <summary>The manifest with keys that belong elsewhere.</summary>
    public static IEnumerable<(string What, string Json)> WithForeignKeys(
        JsonNode manifest,
        IReadOnlyList<string> keys,
        int seed,
        int count
    )
    {
        var random = new Random(seed);
        var maps = PathsOf(manifest, []).Where(path => Find(manifest, path) is JsonObject).ToList();
        for (var i = 0; i < count; i++)
        {
            var path = maps[random.Next(maps.Count)];
            var key = keys[random.Next(keys.Count)];
            var value = Values[random.Next(Values.Length)];
            yield return (
                $"{string.Join('/', path)}/{key} = {value}",
                Change(manifest, [.. path, key], _ => JsonNode.Parse(value))
            );
        }
    }

    private static IEnumerable<string[]> PathsOf(JsonNode? node, string[] path)
    {
        var children = node switch
        {
            JsonObject map => map.Select(p => (p.Key, p.Value)),
            JsonArray list => list.Select((item, i) => (Key: $"{i}", Value: item)),
            _ => [],
        };
        return children.SelectMany(c => PathsOf(c.Value, [.. path, c.Key])).Prepend(path);
    }

    private static JsonArray Extended(JsonArray list, string value)
    {
        var extended = list.DeepClone().AsArray();
        extended.Add(JsonNode.Parse(value));
        return extended;
    }

    private static JsonNode? Find(JsonNode? node, IEnumerable<string> path) =>
        path.Aggregate(node, (at, key) => at is JsonArray list ? list[int.Parse(key)] : at!.AsObject()[key]);

    // Without a change the key is taken away.
    private static string Change(JsonNode manifest, string[] path, Func<JsonNode?, JsonNode?>? change)
    {
        if (path is [])
        {
            return change!(manifest)?.ToJsonString() ?? "null";
        }

        var copy = manifest.DeepClone();
        var owner = Find(copy, path[..^1]);
        switch (owner)
        {
            case JsonArray list:
                list[int.Parse(path[^1])] = change!(list[int.Parse(path[^1])]);
                break;
            case JsonObject map when change is null:
                map.Remove(path[^1]);
                break;
            case JsonObject map:
                map[path[^1]] = change(map[path[^1]]);
                break;
        }

        return copy.ToJsonString();
    }
}
