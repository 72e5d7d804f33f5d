using System.Text;
using Speckit.Manifests.Reading;
using Speckit.Manifests.Tests.Support;

namespace Speckit.Manifests.Tests.Reading;

public sealed class ManifestFuzzTests
{
    private static readonly string[] Texts =
    [
        Sample.Text,
        Sample.Everything,
        .. OspecSamples.Names.Select(OspecSamples.Read),
    ];

    private static readonly string[] Values =
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
        "{a: [{b: ~}]}",
        "'../x:y:z'",
        "\"\\0\"",
        "'@'",
        "x",
        "'*'",
        "'(?:a{1000}){1000}'",
        "'C:/x'",
    ];

    [Fact]
    public void Read_DamagedSample_GivesManifestOrLocatedErrors() => Fuzz.Run(11, m => m.Mutate(m.Pick(Texts)), Check);

    [Fact]
    public void Read_DamagedBytes_GivesManifestOrLocatedErrors() =>
        Fuzz.Run(
            13,
            m => m.Mutate(Encoding.UTF8.GetBytes(m.Pick(Texts))),
            bytes => Fuzz.ShouldBeLocated(ManifestReader.Read("f", bytes), "f", Encoding.UTF8.GetString(bytes))
        );

    [Fact]
    public void Read_DamagedValues_GivesManifestOrLocatedErrors() =>
        Fuzz.Run(
            14,
            m =>
            {
                var lines = m.Pick(Texts).Split('\n');
                foreach (var at in new[] { m.Below(lines.Length), m.Below(lines.Length) })
                {
                    var colon = lines[at].IndexOf(':');
                    lines[at] = (colon < 0 ? "  - " : lines[at][..(colon + 1)] + " ") + m.Pick(Values);
                }

                return string.Join('\n', lines);
            },
            Check
        );

    private static void Check(string text) => Fuzz.ShouldBeLocated(ManifestReader.Read("f", text), "f", text);
}
