using System.Text;
using System.Text.Json.Nodes;
using Speckit.Manifests.Tests.Support;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Tests.Yaml;

public sealed class YamlFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Read_DamagedSample_GivesTreeOrLocatedErrors(int seed) =>
        Fuzz.Run(seed, m => m.Mutate(Sample.Text), Check);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Read_PiecesOfYaml_GivesTreeOrLocatedErrors(int seed) => Fuzz.Run(seed, m => m.FromPieces(), Check);

    [Fact]
    public void Read_DamagedBytes_GivesTreeOrLocatedErrors() =>
        Fuzz.Run(
            5,
            m => m.Mutate(Encoding.UTF8.GetBytes(Sample.Text)),
            bytes => Fuzz.ShouldBeLocated(YamlReader.Read("f", bytes), "f", Encoding.UTF8.GetString(bytes))
        );

    private static void Check(string text)
    {
        var result = YamlReader.Read("f", text);
        Fuzz.ShouldBeLocated(result, "f", text);
        if (!result.TryGet(out var root))
        {
            return;
        }

        // What was read is JSON, and a plain scalar stands in the text where its location says.
        JsonNode.Parse(root.ToJson()?.ToJsonString() ?? "null");
        var lines = Fuzz.Lines(text);
        foreach (var scalar in Scalars(root).Where(s => s.Style == YamlScalarStyle.Plain && s.Tag is null))
        {
            var word = scalar.Text.Split(' ', '\n')[0];
            var line = lines[scalar.Location.Line - 1];
            var rest = line[(scalar.Location.Column - 1)..];
            (rest.StartsWith(word, StringComparison.Ordinal) || rest.StartsWith('&')).ShouldBeTrue(
                $"{scalar.Location}: '{word}' is not at '{rest}'"
            );
        }
    }

    private static IEnumerable<YamlScalar> Scalars(YamlNode node) =>
        node switch
        {
            YamlScalar scalar => [scalar],
            YamlSequence sequence => sequence.Items.SelectMany(Scalars),
            _ => ((YamlMapping)node).Entries.SelectMany(e => Scalars(e.Value)),
        };
}
