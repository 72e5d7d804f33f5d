using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Speckit.JsonSchema.Patterns;

namespace Speckit.JsonSchema.Tests.Patterns;

public sealed class CodePointSetTests
{
    [Fact]
    public void Complement_OfAComplement_IsTheSet() =>
        Prop.ForAll<(int, byte)[]>(ranges =>
            {
                var set = Set(ranges);
                return set.Complement().Complement().Ranges.SequenceEqual(set.Ranges);
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Write_AnySet_MatchesItsCodePointsAndNoOthers() =>
        Prop.ForAll<(int, byte)[], int>(
                (ranges, probe) =>
                {
                    var set = Set(ranges);
                    var expression = new StringBuilder("\\A");
                    CodePointWriter.Write(expression, set);
                    var regex = new Regex(expression.Append("\\z").ToString());
                    return Probes(set, CodePoint(probe))
                        .All(c =>
                            regex.IsMatch(char.ConvertFromUtf32(c)) == set.Ranges.Any(r => r.First <= c && c <= r.Last)
                        );
                }
            )
            .QuickCheckThrowOnFailure();

    private static CodePointSet Set((int Start, byte Length)[] ranges) =>
        CodePointSet.Of(
            ranges.Select(r => (CodePoint(r.Start), Math.Min(0x10FFFF, CodePoint(r.Start) + (r.Length * r.Length))))
        );

    /// <summary>Spread over all planes, with the edges of the surrogates among them.</summary>
    private static int CodePoint(int seed) => (int)((uint)seed * 2_654_435_761u % 0x110000);

    private static IEnumerable<int> Probes(CodePointSet set, int other) =>
        set
            .Ranges.SelectMany(r => new[] { r.First - 1, r.First, r.Last, r.Last + 1 })
            .Append(other)
            .Where(Rune.IsValid);
}
