using System.Text.Json.Nodes;
using Speckit.Manifests.Tests.Support;
using Speckit.Manifests.Versions;

namespace Speckit.Manifests.Tests.Versions;

/// <summary>npm's own semver package decides (decisions, 4).</summary>
public sealed class SemverOracleTests
{
    private const int Seed = 20_251_206;

    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Contains_GeneratedPairs_AgreesWithNpm(bool includePrerelease)
    {
        var texts = new VersionTexts(Seed + (includePrerelease ? 1 : 0));
        var pairs = Enumerable
            .Range(0, 20_000)
            .Select(_ => (Version: Valid(texts), Range: texts.Range()))
            .Where(p => !HasStrayStar(p.Range))
            .ToList();
        var verdicts = await AskAsync(
            $"done(input.map(([v, r]) => semver.satisfies(v, r, {{includePrerelease: {(includePrerelease ? "true" : "false")}}})))",
            pairs.Select(p => new JsonArray(p.Version, p.Range))
        );

        var disagreements = pairs
            .Zip(verdicts.Select(v => v!.GetValue<bool>()))
            .Where(x =>
                (
                    VersionRange.TryParse(x.First.Range, out var range)
                    && range.Contains(SemanticVersion.Parse(x.First.Version), includePrerelease)
                ) != x.Second
            )
            .Select(x => $"'{x.First.Version}' in '{x.First.Range}': npm says {x.Second}")
            .ToList();

        disagreements.ShouldBeEmpty();
        verdicts.Count(v => v!.GetValue<bool>()).ShouldBeGreaterThan(pairs.Count / 20);
    }

    [Fact]
    public async Task TryParse_GeneratedRanges_AcceptsWhatNpmAccepts()
    {
        var texts = new VersionTexts(Seed + 2);
        var ranges = Enumerable
            .Range(0, 30_000)
            .Select(i => i % 3 == 0 ? texts.Mutate(texts.Range()) : texts.Range())
            .Where(r => !HasStrayStar(r))
            .ToList();

        var verdicts = await AskAsync(
            "done(input.map(r => semver.validRange(r) !== null))",
            ranges.Select(r => JsonValue.Create(r))
        );

        ranges
            .Zip(verdicts.Select(v => v!.GetValue<bool>()))
            .Where(x => VersionRange.TryParse(x.First, out _) != x.Second)
            .Select(x => $"'{x.First}': npm says {x.Second}")
            .ShouldBeEmpty();
        verdicts.Count(v => !v!.GetValue<bool>()).ShouldBeGreaterThan(ranges.Count / 20);
    }

    [Fact]
    public async Task CompareTo_GeneratedPairs_AgreesWithNpm()
    {
        var texts = new VersionTexts(Seed + 3);
        var pairs = Enumerable.Range(0, 10_000).Select(_ => (Left: Valid(texts), Right: Valid(texts))).ToList();

        var verdicts = await AskAsync(
            "done(input.map(([a, b]) => semver.compare(a, b)))",
            pairs.Select(p => new JsonArray(p.Left, p.Right))
        );

        pairs
            .Zip(verdicts.Select(v => v!.GetValue<int>()))
            .Where(x =>
                Math.Sign(SemanticVersion.Parse(x.First.Left).CompareTo(SemanticVersion.Parse(x.First.Right)))
                != x.Second
            )
            .Select(x => $"'{x.First.Left}' and '{x.First.Right}': npm says {x.Second}")
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task TryParse_GeneratedVersions_AcceptsWhatNpmAcceptsWithoutPrefixes()
    {
        var texts = new VersionTexts(Seed + 4);
        var versions = Enumerable
            .Range(0, 20_000)
            .Select(i => i % 2 == 0 ? texts.Version() : texts.Mutate(texts.Version()))
            .ToList();

        // Leading 'v' and blanks around are npm's, not SemVer's.
        var verdicts = await AskAsync(
            "done(input.map(v => semver.valid(v) !== null && !/^[\\sv]|\\s$/.test(v)))",
            versions.Select(v => JsonValue.Create(v))
        );

        versions
            .Zip(verdicts.Select(v => v!.GetValue<bool>()))
            .Where(x => SemanticVersion.TryParse(x.First, out _) != x.Second)
            .Select(x => $"'{x.First}': npm says {x.Second}")
            .ShouldBeEmpty();
        verdicts.Count(v => v!.GetValue<bool>()).ShouldBeInRange(versions.Count / 4, versions.Count * 9 / 10);
    }

    // npm drops one '*' from text that it cannot read and tries again: '2.2.*2' becomes '2.2.2'. Such text is refused here.
    private static bool HasStrayStar(string range) =>
        range.Index().Any(c => c.Item == '*' && (IsStrayBefore(range, c.Index) || IsStrayAfter(range, c.Index)));

    private static bool IsStrayBefore(string range, int star)
    {
        var before = range[..star].TrimEnd('<', '>', '=', 'v', '~', '^');
        return before.Length > 0 && !" \t|".Contains(before[^1]) && !(before.Length == star && before[^1] == '.');
    }

    private static bool IsStrayAfter(string range, int star) =>
        star + 1 < range.Length && !" \t.|-+".Contains(range[star + 1]);

    private static string Valid(VersionTexts texts)
    {
        var version = texts.Version();
        while (!SemanticVersion.TryParse(version, out _))
        {
            version = texts.Version();
        }

        return version;
    }

    private static async Task<JsonArray> AskAsync(string script, IEnumerable<JsonNode?> input)
    {
        var modules = Node.ModulesWith("semver");
        var answer = await Node.RunAsync(
            "const semver = require('semver'); " + script,
            new JsonArray([.. input]),
            Token,
            modules
        );
        return answer.AsArray();
    }
}
