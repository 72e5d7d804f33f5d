using FsCheck;
using FsCheck.Fluent;
using Speckit.Manifests.Comparison;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Manifests.Tests.Comparison;

/// <summary>Whether a version number announces what it changes.</summary>
public sealed class VersionPromiseTests
{
    private const string One = "  agents:\n    - { name: a, description: A, persona_file: agents/a.md }\n";
    private const string Two = One + "    - { name: b, description: B, persona_file: agents/b.md }\n";
    private const string Deprecated =
        One + "    - { name: b, description: B, persona_file: agents/b.md, deprecated: true }\n";

    private const string Low = "config:\n  schema: { type: object, properties: { level: { type: string } } }\n";
    private const string High = "config:\n  schema: { type: object, properties: { level: { type: integer } } }\n";

    [Theory]
    [InlineData("1.2.3", "1.2.4", "SPK1090", "2.0.0")]
    [InlineData("1.2.3", "1.3.0", "SPK1090", "2.0.0")]
    [InlineData("0.2.3", "0.2.4", "SPK1090", "0.3.0")]
    [InlineData("1.0.0", "1.1.0-rc.1", "SPK1090", "2.0.0")]
    public void Check_RemovalInASmallStep_WarnsAndSaysTheRightVersion(string from, string to, string code, string right)
    {
        var notice = Check(Two, from, One, to).ShouldHaveSingleItem();

        notice.Code.ShouldBe(code);
        notice.Severity.ShouldBe(Severity.Warning);
        notice.Message.ShouldContain("removes the agent b");
        notice.Hint!.ShouldContain(right);
    }

    [Theory]
    [InlineData("1.2.3", "2.0.0")]
    [InlineData("0.2.3", "0.3.0")]
    [InlineData("0.0.3", "0.0.4")]
    [InlineData("2.0.0-beta.1", "2.0.0-beta.2")]
    public void Check_RemovalInAStepThatMay_IsANoteUnlessDeprecated(string from, string to)
    {
        var notice = Check(Two, from, One, to).ShouldHaveSingleItem();

        (notice.Code, notice.Severity).ShouldBe(("SPK1094", Severity.Info));
        Check(Deprecated, from, One, to).ShouldBeEmpty();
    }

    [Fact]
    public void Check_FeatureInAPatch_Warns()
    {
        Check(One, "1.0.0", Two, "1.0.1").ShouldHaveSingleItem().Code.ShouldBe("SPK1091");
        Check(One, "1.0.0", Two, "1.1.0").ShouldBeEmpty();
        Check(One, "0.1.0", Two, "0.1.1").ShouldBeEmpty();
    }

    [Fact]
    public void Check_ConfigurationBrokenInAMinorVersion_IsANoteWithAMigrationOnly()
    {
        const string Migration = "migrations:\n  - { from: 1.0.0, to: 1.1.0, entrypoint: \"migrations/m.py:run\" }\n";

        Check(One + Low, "1.0.0", One + High, "1.1.0").ShouldHaveSingleItem().Code.ShouldBe("SPK1090");
        var migrated = Check(One + Low, "1.0.0", One + High + Migration, "1.1.0").ShouldHaveSingleItem();
        (migrated.Code, migrated.Severity).ShouldBe(("SPK1093", Severity.Info));
    }

    [Theory]
    [InlineData("1.0.0", "1.0.0", "2.0.0")]
    [InlineData("1.1.0", "1.0.0", "2.0.0")]
    public void Check_VersionIsNotHigher_SaysTheRightOne(string from, string to, string right)
    {
        var notice = Check(Two, from, One, to).ShouldHaveSingleItem();

        notice.Code.ShouldBe("SPK1092");
        notice.Hint!.ShouldContain(right);
    }

    [Fact]
    public void Check_SameVersionAndNothingChanged_SaysNothing() => Check(One, "1.0.0", One, "1.0.0").ShouldBeEmpty();

    [Fact]
    public void Next_AnyVersionAndWeight_IsTheLowestReleaseThatMay() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<(byte Major, byte Minor, byte Patch, byte Weight)>(),
                drawn =>
                {
                    var from = SemanticVersion.Parse($"{drawn.Major % 3}.{drawn.Minor % 3}.{drawn.Patch % 3}");
                    var weight = (ChangeWeight)(drawn.Weight % 3);
                    var next = VersionStep.Next(from, weight);
                    return next > from
                        && VersionStep.Allows(from, next) >= weight
                        && Releases().Where(v => v > from && v < next).All(v => VersionStep.Allows(from, v) < weight);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Compare_AnyManifestWithItself_IsNoChangeAndLossIsFoundBothWays() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<(byte Before, byte After)>(),
                drawn =>
                {
                    var (before, after) = (Of(drawn.Before), Of(drawn.After));
                    var there = ManifestComparison.Compare(before, after);
                    var back = ManifestComparison.Compare(after, before);
                    // What is removed one way is added the other way.
                    return ManifestComparison.Compare(before, before).IsEmpty
                        && there.Count(c => c.Weight == ChangeWeight.Major)
                            == back.Count(c => c.Weight == ChangeWeight.Minor)
                        && there.IsEmpty == (drawn.Before == drawn.After);
                }
            )
            .QuickCheckThrowOnFailure();

    private static IEnumerable<SemanticVersion> Releases() =>
        from major in Enumerable.Range(0, 4)
        from minor in Enumerable.Range(0, 5)
        from patch in Enumerable.Range(0, 5)
        select SemanticVersion.Parse($"{major}.{minor}.{patch}");

    /// <summary>A manifest whose agents are the bits of a number.</summary>
    private static PluginManifest Of(byte bits) =>
        ManifestComparisonTests.Manifest("") with
        {
            Provides = Provisions.None with
            {
                Agents =
                [
                    .. Enumerable
                        .Range(0, 8)
                        .Where(i => (bits & (1 << i)) != 0)
                        .Select(i => new AgentProvision($"a{i}", "", null)),
                ],
            },
        };

    private static System.Collections.Immutable.ImmutableArray<Diagnostic> Check(
        string before,
        string from,
        string after,
        string to
    ) =>
        VersionPromise.Check(
            ManifestComparisonTests.Manifest(ManifestComparisonTests.Provides(before), from),
            ManifestComparisonTests.Manifest(ManifestComparisonTests.Provides(after), to)
        );
}
