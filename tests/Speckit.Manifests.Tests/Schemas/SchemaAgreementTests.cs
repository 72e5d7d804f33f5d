using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;
using Speckit.Manifests.Tests.Support;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Tests.Schemas;

/// <summary>
/// The published schemas and the reader accept and refuse the same manifests. What the reader refuses beyond the schema is refused
/// for reasons that a schema cannot give: they are listed here, and nothing else is let through.
/// </summary>
public sealed class SchemaAgreementTests
{
    private const int ForeignKeys = 250;

    private static readonly ManifestReadOptions InFolder = new() { FolderName = "sample" };

    /// <summary>What only the reader can tell, and why.</summary>
    private static readonly Dictionary<string, string> BeyondSchemas = new(StringComparer.Ordinal)
    {
        ["SPK1029"] = "npm's grammar of ranges is no regular expression of a bearable length",
        ["SPK1033"] = "'..' in a path cannot be excluded without looking ahead, which not every validator does",
        ["SPK1035"] = "the suffixes of all entry points are compared",
        ["SPK1038"] = "members and bases are names declared elsewhere",
        ["SPK1039"] = "versions are compared",
        ["SPK1041"] = "defaults and order of parameters depend on their neighbours",
        ["SPK1046"] = "stages are names declared elsewhere",
        ["SPK1048"] = "an address has more rules than its characters",
    };

    public static TheoryData<string, string> Samples =>
        new([
            .. OspecSamples.Names.Select(name => (PublishedSchema.Ospec, name)),
            (PublishedSchema.Speckit, "security-scanner"),
            (PublishedSchema.Speckit, "everything"),
        ]);

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_AsItIs_IsAcceptedByBoth(string schema, string name)
    {
        var json = Load(name).ToJsonString();

        PublishedSchema.Validate(schema, json).Errors.ShouldBeEmpty();
        ManifestReader.Read("plugin.yaml", json, InFolder).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_BrokenAtEveryPlace_IsJudgedAlike(string schema, string name)
    {
        var sample = Load(name);
        var refused = 0;
        var all = 0;
        foreach (var (what, json) in ManifestMutants.Of(sample))
        {
            all++;
            refused += Judge(schema, what, json) ? 0 : 1;
        }

        all.ShouldBeGreaterThan(400);
        refused.ShouldBeGreaterThan(all / 4);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_WithKeysFromElsewhere_IsJudgedAlike(string schema, string name)
    {
        foreach (var (what, json) in ManifestMutants.WithForeignKeys(Load(name), Keys(schema), 21, ForeignKeys))
        {
            Judge(schema, what, json);
        }
    }

    [Fact]
    public void Blocks_OfTheDesign_AreAcceptedBySchema()
    {
        foreach (var block in OspecSamples.Blocks.Where(b => b.Contains("plugin_type:")))
        {
            var json = YamlReader.Read("p", block).Value.ToJson()!.ToJsonString();
            PublishedSchema.Validate(PublishedSchema.Ospec, json).Errors.ShouldBeEmpty();
        }
    }

    [Fact]
    public void Manifests_OfTheDocumentation_AreJudgedAlike()
    {
        var manifests = Documents.Manifests().ToList();

        manifests.Count.ShouldBeGreaterThan(4);
        foreach (var (place, text) in manifests)
        {
            var schema = text.Contains("plugin_type:") ? PublishedSchema.Ospec : PublishedSchema.Speckit;
            Judge(schema, place, YamlReader.Read(place, text).Value.ToJson()!.ToJsonString());
        }
    }

    [Theory]
    [InlineData(PublishedSchema.Speckit, "manifest.md")]
    [InlineData(PublishedSchema.Ospec, "manifest.md", "manifest-ospec.md")]
    public void Keys_OfTheSchema_AreInTheReference(string schema, params string[] pages)
    {
        var text = string.Concat(pages.Select(page => Documents.Read($"docs/reference/{page}")));

        Keys(schema)
            .Where(key => !Regex.IsMatch(text, $@"[`.]{key}[`.:]|^ *-? *{key}:", RegexOptions.Multiline))
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData(PublishedSchema.Speckit)]
    [InlineData(PublishedSchema.Ospec)]
    public void Examples_OfTheSchema_AreAcceptedByBoth(string schema)
    {
        foreach (var example in PublishedSchema.Read(schema).GetProperty("examples").EnumerateArray())
        {
            PublishedSchema.Validate(schema, example.GetRawText()).Errors.ShouldBeEmpty();
            ManifestReader.Read("plugin.yaml", example.GetRawText()).Diagnostics.ShouldBeEmpty();
        }
    }

    // Both accept, or both refuse; the reader may also refuse for one of the listed reasons.
    private static bool Judge(string schema, string what, string json)
    {
        var read = ManifestReader.Read("plugin.yaml", json, InFolder);
        var validated = PublishedSchema.Validate(schema, json);
        if (read.Succeeded != validated.IsValid)
        {
            var told = read.Diagnostics.Where(d => d.Severity == Severity.Error).ToList();
            var isListed = validated.IsValid && told.All(d => BeyondSchemas.ContainsKey(d.Code));
            isListed.ShouldBeTrue(
                $"{what}\nreader: {string.Join("; ", told)}\nschema: {string.Join("; ", validated.Errors)}"
            );
        }

        return read.Succeeded;
    }

    private static JsonNode Load(string name)
    {
        var text = name switch
        {
            "security-scanner" => Sample.Text,
            "everything" => Sample.Everything,
            _ => OspecSamples.Read(name),
        };
        return YamlReader.Read(PluginManifest.FileName, text).Value.ToJson()!;
    }

    // Every key that the schema knows anywhere.
    private static List<string> Keys(string schema)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        Collect(JsonNode.Parse(PublishedSchema.Read(schema).GetRawText()));
        return [.. keys];

        void Collect(JsonNode? node)
        {
            foreach (var (key, value) in (node as JsonObject)?.ToList() ?? [])
            {
                keys.UnionWith(key == "properties" ? value!.AsObject().Select(p => p.Key) : []);
                Collect(value);
            }

            foreach (var item in node as JsonArray ?? [])
            {
                Collect(item);
            }
        }
    }
}
