using System.Text;
using Speckit.Manifests.Reading;
using Speckit.Manifests.Tests.Support;

namespace Speckit.Manifests.Tests.Reading;

public sealed class ManifestFuzzTests
{
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Read_DamagedSample_GivesManifestOrLocatedErrors(int seed) =>
        Fuzz.Run(
            seed,
            m => m.Mutate(Sample.Text),
            text => Fuzz.ShouldBeLocated(ManifestReader.Read("f", text), "f", text)
        );

    [Fact]
    public void Read_DamagedBytes_GivesManifestOrLocatedErrors() =>
        Fuzz.Run(
            13,
            m => m.Mutate(Encoding.UTF8.GetBytes(Sample.Text)),
            bytes => Fuzz.ShouldBeLocated(ManifestReader.Read("f", bytes), "f", Encoding.UTF8.GetString(bytes))
        );

    [Fact]
    public void Read_DamagedValues_GivesManifestOrLocatedErrors()
    {
        string[] values =
        [
            "",
            "~",
            "1.0",
            "true",
            "[]",
            "{}",
            "[{}]",
            "[1]",
            "{a: b}",
            "'../x:y:z'",
            "\"\\0\"",
            "'@'",
            "x",
            "'*'",
            "'C:/x'",
        ];
        var lines = Sample.Text.Split('\n');
        var random = new Random(14);
        Fuzz.Run(
            14,
            _ =>
            {
                var changed = lines.ToArray();
                var at = random.Next(lines.Length);
                var colon = changed[at].IndexOf(':');
                changed[at] =
                    (colon < 0 ? "  - " : changed[at][..(colon + 1)] + " ") + values[random.Next(values.Length)];
                return string.Join('\n', changed);
            },
            text => Fuzz.ShouldBeLocated(ManifestReader.Read("f", text), "f", text)
        );
    }
}
