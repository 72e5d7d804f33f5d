using System.Text.Json.Nodes;

namespace Speckit.Host.Tests.Policy;

/// <summary>The published schema knows exactly the keys and words that the reader knows.</summary>
public sealed class PolicySchemaTests
{
    private static readonly JsonObject Schema = JsonNode
        .Parse(File.ReadAllText(Path.Combine(PolicyTexts.RepositoryRoot, "schemas", "policy.schema.json")))!
        .AsObject();

    public static TheoryData<string> Objects => [.. Walk(Schema, "").Where(o => !o.Contains('[')).Distinct()];

    [Theory]
    [MemberData(nameof(Objects))]
    public void Keys_OfEachObject_AreThoseOfTheReader(string path)
    {
        var read = PolicyTexts.Read(Nest(path, "{ zzzzzz: 1 }"));

        var unknown = read.Diagnostics.Single(d => d.Code == "SPK1023");
        var known = unknown.Message.Split("expected ")[1].TrimEnd('.').Split([", ", " or "], StringSplitOptions.None);
        known.ShouldBe(PropertiesAt(path).Select(p => p.Key), ignoreOrder: true);
    }

    [Fact]
    public void Words_OfEachEnumeration_AreThoseOfTheReader()
    {
        var enumerations = Walk(Schema, "").Where(o => !o.Contains('[')).SelectMany(Enumerations).ToArray();
        enumerations.Length.ShouldBe(4);
        foreach (var (path, words) in enumerations)
        {
            foreach (var word in words)
            {
                PolicyTexts.Read(Nest(path, word)).Succeeded.ShouldBeTrue($"{path}: {word}");
            }

            var read = PolicyTexts.Read(Nest(path, "zzzzzz"));
            var known = read.Diagnostics.Single().Message.Split("expected ")[1].TrimEnd('.');
            known.Split([", ", " or "], StringSplitOptions.None).ShouldBe(words, path);
        }
    }

    [Fact]
    public void Bounds_OfEachLimit_AreThoseOfTheReader()
    {
        var limits = Resolve(PropertiesAt("plugin_policy.sandbox")["limits"]!)["properties"]!.AsObject();
        foreach (var (name, schema) in limits.Where(l => l.Value!["type"]?.GetValue<string>() == "integer"))
        {
            var most = schema!["maximum"]!.GetValue<int>();
            Reads(name, most).ShouldBeTrue(name);
            Reads(name, most + 1).ShouldBeFalse(name);
            Reads(name, 1).ShouldBeTrue(name);
            Reads(name, 0).ShouldBeFalse(name);
        }

        static bool Reads(string limit, int value) =>
            PolicyTexts.Read($"plugin_policy: {{ sandbox: {{ limits: {{ {limit}: {value} }} }} }}").Succeeded;
    }

    private static IEnumerable<(string Path, string[] Words)> Enumerations(string path) =>
        PropertiesAt(path)
            .Where(p => Resolve(p.Value!)["enum"] is not null)
            .Select(p =>
                (
                    path.Length == 0 ? p.Key : $"{path}.{p.Key}",
                    Resolve(p.Value!)["enum"]!.AsArray().Select(w => w!.GetValue<string>()).ToArray()
                )
            );

    private static IEnumerable<string> Walk(JsonNode schema, string path)
    {
        if (Resolve(schema)["properties"] is not JsonObject properties)
        {
            yield break;
        }

        yield return path;
        foreach (var (key, child) in properties)
        {
            foreach (var inner in Walk(child!, path.Length == 0 ? key : $"{path}.{key}"))
            {
                yield return inner;
            }
        }
    }

    private static JsonObject PropertiesAt(string path)
    {
        var node = (JsonNode)Schema;
        foreach (var key in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            node = Resolve(node)["properties"]![key]!;
        }

        return Resolve(node)["properties"]!.AsObject();
    }

    private static JsonNode Resolve(JsonNode schema) =>
        schema["$ref"]?.GetValue<string>() is { } reference
            ? Schema["definitions"]![reference.Split('/')[^1]]!
            : schema;

    private static string Nest(string path, string value) =>
        path.Split('.', StringSplitOptions.RemoveEmptyEntries)
            .Reverse()
            .Aggregate(value, (inner, key) => $"{{ {key}: {inner} }}");
}
