using FsCheck;
using FsCheck.Fluent;
using Speckit.Registry.Client.Resolution.Solving;

namespace Speckit.Registry.Client.Tests.Resolution.Solving;

/// <summary>The operations against those of ordinary sets, around the lengths at which words begin.</summary>
public sealed class VersionSetTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(1000)]
    public void Operations_AnyTwoSets_AreThoseOfSets(int versions) =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<int>(),
                seed =>
                {
                    var random = new Random(seed);
                    var (left, leftBits) = Random(random, versions);
                    var (right, rightBits) = Random(random, versions);

                    Same(left.And(right), versions, leftBits.Intersect(rightBits));
                    Same(left.Or(right), versions, leftBits.Union(rightBits));
                    Same(left.Except(right), versions, leftBits.Except(rightBits));
                    left.IsWithin(right).ShouldBe(leftBits.IsSubsetOf(rightBits));
                    left.Meets(right).ShouldBe(leftBits.Overlaps(rightBits));
                    left.Equals(right).ShouldBe(leftBits.SetEquals(rightBits));
                    left.IsEmpty.ShouldBe(leftBits.Count == 0);
                    var (from, to) = (random.Next(versions + 1), random.Next(versions + 1));
                    Same(left.With(from, to), versions, leftBits.Union(Enumerable.Range(from, Math.Max(0, to - from))));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Everything_OfAnyLength_IsAbsenceAndAllVersions()
    {
        for (var versions = 0; versions < 200; versions++)
        {
            var all = VersionSet.Everything(versions);
            all.Count.ShouldBe(versions);
            all.HasAbsence.ShouldBeTrue();
            all.Highest.ShouldBe(versions - 1);
            all.Except(VersionSet.Absent(versions)).HasAbsence.ShouldBeFalse();
        }
    }

    // -1 stands for absence.
    private static (VersionSet Set, HashSet<int> Bits) Random(Random random, int versions)
    {
        var chance = random.Next(1, 10);
        var bits = Enumerable.Range(-1, versions + 1).Where(_ => random.Next(chance) == 0).ToHashSet();
        var set = VersionSet.Where(versions, bits.Contains);
        return (bits.Contains(-1) ? set.Or(VersionSet.Absent(versions)) : set, bits);
    }

    private static void Same(VersionSet set, int versions, IEnumerable<int> expected)
    {
        var bits = expected.ToHashSet();
        set.HasAbsence.ShouldBe(bits.Contains(-1));
        Enumerable.Range(0, versions).Where(set.Contains).ShouldBe(bits.Where(bit => bit >= 0).Order());
        set.Count.ShouldBe(bits.Count(bit => bit >= 0));
        set.Highest.ShouldBe(bits.Where(bit => bit >= 0).DefaultIfEmpty(-1).Max());
        set.Equals(VersionSet.Where(versions, bits.Contains).Or(Absence(versions, bits))).ShouldBeTrue();
    }

    private static VersionSet Absence(int versions, HashSet<int> bits)
    {
        var absent = VersionSet.Absent(versions);
        return bits.Contains(-1) ? absent : absent.Except(absent);
    }
}
