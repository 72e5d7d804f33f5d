using System.Collections.Immutable;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Registry.Client.Resolution.Solving;

namespace Speckit.Registry.Client.Tests.Resolution.Solving;

public sealed class RangeSetTests
{
    private static readonly string[] Parts =
    [
        "*",
        "^1.0.0",
        "~1.2",
        ">1.1.0",
        "<=2.0.0",
        "1.x",
        "1.0.0 - 1.2.0",
        ">=1.0.0-alpha <2.0.0",
        "^2.0.0-rc.1",
        "<0.0.0-0",
        "=1.1.0",
        ">=1.0.0-alpha",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_AnyRange_IsWhatContainsSaysOfEachVersion(bool includePrereleases)
    {
        var random = new Random(7);
        for (var round = 0; round < 400; round++)
        {
            var versions = Versions(random, random.Next(0, 90));
            var candidates = Candidates(versions, includePrereleases);
            var text = string.Join(
                random.Next(2) == 0 ? " || " : " ",
                Enumerable.Range(0, random.Next(1, 3)).Select(_ => Parts[random.Next(Parts.Length)])
            );
            if (!VersionRange.TryParse(text, out var range))
            {
                continue;
            }

            var set = new RangeSets(candidates).Of(range);

            for (var place = 0; place < versions.Length; place++)
            {
                set.Contains(place)
                    .ShouldBe(range.Contains(versions[place], includePrereleases), $"{versions[place]} in {text}");
            }

            set.HasAbsence.ShouldBeFalse();
        }
    }

    private static ImmutableArray<SemanticVersion> Versions(Random random, int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                    $"{random.Next(3)}.{random.Next(3)}.{random.Next(2)}"
                    + (random.Next(3) == 0 ? $"-{(random.Next(2) == 0 ? "alpha" : "rc.1")}" : "")
                )
                .Distinct()
                .Select(SemanticVersion.Parse)
                .Order(),
        ];

    private static Candidates Candidates(ImmutableArray<SemanticVersion> versions, bool includePrereleases) =>
        new(PluginName.Parse("a"), versions, _ => new([]))
        {
            Shares = (_, _) => false,
            IncludePrereleases = includePrereleases,
        };
}
