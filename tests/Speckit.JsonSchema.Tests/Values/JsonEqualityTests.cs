using Speckit.JsonSchema.Tests.Support;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema.Tests.Values;

public sealed class JsonEqualityTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[2]}""", """{"b":[2.0],"a":10e-1}""", true)]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", false)]
    [InlineData("""{"a":1}""", """{"b":1}""", false)]
    [InlineData("""{"a":1,"a":2}""", """{"a":2}""", true)]
    [InlineData("[1,2]", "[2,1]", false)]
    [InlineData("\"\\u0061\"", "\"a\"", true)]
    [InlineData("\"a\"", "\"A\"", false)]
    [InlineData("0", "false", false)]
    [InlineData("0", "-0.0", true)]
    [InlineData("null", "null", true)]
    [InlineData("\"1\"", "1", false)]
    [InlineData("{}", "[]", false)]
    public void Equals_TwoValues_ComparesWhatTheyMean(string left, string right, bool expected)
    {
        var (a, b) = (Read(left), Read(right));

        JsonEquality.Instance.Equals(a, b).ShouldBe(expected);
        JsonEquality.Instance.Equals(b, a).ShouldBe(expected);
        if (expected)
        {
            b.StructuralHash.ShouldBe(a.StructuralHash);
        }
    }

    [Theory]
    [InlineData("/a/0", "1")]
    [InlineData("/a/00", null)]
    [InlineData("/a/1", null)]
    [InlineData("/a/-", null)]
    [InlineData("/x~1y/~0", "2")]
    [InlineData("/", "3")]
    [InlineData("a", null)]
    public void Find_Pointer_FollowsRfc6901(string pointer, string? expected)
    {
        var found = JsonPointer.Find(Read("""{"a":[1],"x/y":{"~":2},"":3}"""), pointer);

        found?.Text.ShouldBe(expected);
        (found?.Pointer).ShouldBe(expected is null ? null : pointer);
    }

    private static JsonValue Read(string json) => JsonValueReader.Read(Json.Parse(json), 64, out _).ShouldNotBeNull();
}
