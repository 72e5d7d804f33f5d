using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Tests.Values;

public sealed class ExactNumberTests
{
    [Theory]
    [InlineData("1.0", "1")]
    [InlineData("100", "1e2")]
    [InlineData("-0", "0.0")]
    [InlineData("0e99999", "0")]
    [InlineData("1.50E+1", "15")]
    [InlineData("12e-1", "1.2")]
    public void Equals_SameValueWrittenDifferently_IsTrue(string left, string right)
    {
        ExactNumber.Parse(left).ShouldBe(ExactNumber.Parse(right));
        ExactNumber.Parse(left).GetHashCode().ShouldBe(ExactNumber.Parse(right).GetHashCode());
        ExactNumber.Parse(left).CompareTo(ExactNumber.Parse(right)).ShouldBe(0);
    }

    [Theory]
    [InlineData("1", "1.0000000000000000000000000000000000001")]
    [InlineData("-2", "-1")]
    [InlineData("-1", "0")]
    [InlineData("0", "1e-400")]
    [InlineData("9007199254740992", "9007199254740993")]
    [InlineData("1e308", "1e309")]
    [InlineData("9e999999999999999999999", "1e1000000000000000000000")]
    [InlineData("-1e1000000000", "1e-1000000000")]
    public void CompareTo_SmallerNumber_IsNegative(string smaller, string larger)
    {
        ExactNumber.Parse(smaller).CompareTo(ExactNumber.Parse(larger)).ShouldBeLessThan(0);
        ExactNumber.Parse(larger).CompareTo(ExactNumber.Parse(smaller)).ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("1e308", "0.5", true)]
    [InlineData("1e308", "0.123456789", false)]
    [InlineData("0.0075", "0.0001", true)]
    [InlineData("0.00751", "0.0001", false)]
    [InlineData("1e1000000000", "7", false)]
    [InlineData("7e1000000000", "7", true)]
    [InlineData("1e-1000000000", "1", false)]
    [InlineData("0", "1e308", true)]
    [InlineData("-9", "3", true)]
    [InlineData("0.3", "0.1", true)]
    public void IsMultipleOf_ExactArithmetic_Decides(string number, string divisor, bool expected) =>
        ExactNumber.Parse(number).IsMultipleOf(ExactNumber.Parse(divisor)).ShouldBe(expected);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("2.0", 2)]
    [InlineData("1e3", 1_000)]
    [InlineData("2147483647", int.MaxValue)]
    [InlineData("2147483648", int.MaxValue)]
    [InlineData("1e1000000000", int.MaxValue)]
    [InlineData("-1", null)]
    [InlineData("0.5", null)]
    public void AsCount_Number_IsCutToAnInteger(string number, int? expected) =>
        ExactNumber.Parse(number).AsCount.ShouldBe(expected);

    [Fact]
    public void Arithmetic_ScaledIntegers_AgreesWithBigInteger() =>
        Prop.ForAll<int, int, byte>(
                (left, right, scale) =>
                {
                    // Both as decimals of so many places: the integers' order and divisibility are theirs.
                    var places = scale % 12;
                    var (a, b) = (ExactNumber.Parse($"{left}e-{places}"), ExactNumber.Parse($"{right}e-{places}"));
                    return Math.Sign(a.CompareTo(b)) == left.CompareTo(right)
                        && a.Equals(b) == (left == right)
                        && (right == 0 || a.IsMultipleOf(b) == (BigInteger.Remainder(left, right) == 0));
                }
            )
            .QuickCheckThrowOnFailure();
}
