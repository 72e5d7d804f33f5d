using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Speckit.Manifests.Canonical;
using Speckit.Manifests.Tests.Support;

namespace Speckit.Manifests.Tests.Canonical;

public sealed class CanonicalJsonTests
{
    private const string Canonicalise = """
        const canonical = value =>
          Array.isArray(value) ? '[' + value.map(canonical).join(',') + ']'
          : value !== null && typeof value === 'object'
            ? '{' + Object.keys(value).sort().map(k => JSON.stringify(k) + ':' + canonical(value[k])).join(',') + '}'
            : JSON.stringify(value);
        done(input.map(canonical));
        """;

    // RFC 8785 §3.2.2 and §3.2.3.
    [Theory]
    [InlineData(
        """{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}""",
        """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"""
    )]
    [InlineData(
        """{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}""",
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}"
    )]
    [InlineData("[]", "[]")]
    [InlineData("{}", "{}")]
    [InlineData("[[],{},[{}]]", "[[],{},[{}]]")]
    [InlineData("\"\\b\\t\\n\\f\\r\\u001f\\u007f/\"", "\"\\b\\t\\n\\f\\r\\u001f\u007f/\"")]
    [InlineData("null", "null")]
    public void Serialize_StandardsExamples_AreAsPrinted(string json, string expected) =>
        Text(JsonNode.Parse(json)).ShouldBe(expected);

    // RFC 8785, appendix B.
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Serialize_StandardsNumbers_AreAsPrinted(ulong bits, string expected) =>
        Text(JsonValue.Create(BitConverter.UInt64BitsToDouble(bits))).ShouldBe(expected);

    [Fact]
    public async Task Serialize_RandomDoubles_AgreesWithNode()
    {
        var random = new Random(8785);
        var numbers = Enumerable
            .Range(0, 20_000)
            .Select(i =>
                i % 2 == 0
                    ? BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))
                    : Math.Round(random.NextDouble() * Math.Pow(10, random.Next(-8, 24)), random.Next(0, 9))
            )
            .Where(double.IsFinite)
            .ToList();

        var input = new JsonArray([
            .. numbers.Select(n => JsonValue.Create(n.ToString("R", CultureInfo.InvariantCulture))),
        ]);
        var expected = await Node.RunAsync(
            "done(input.map(s => JSON.stringify(Number(s))));",
            input,
            TestContext.Current.CancellationToken
        );

        numbers
            .Select(n => Text(JsonValue.Create(n)))
            .Zip(expected.AsArray().Select(e => e!.GetValue<string>()))
            .Where(p => p.First != p.Second)
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Serialize_GeneratedValues_AgreesWithNode()
    {
        var random = new Random(1785);
        var values = Enumerable.Range(0, 500).Select(_ => JsonValues.Create(random, 4)).ToList();

        var expected = await Node.RunAsync(
            Canonicalise,
            new JsonArray([.. values.Select(v => v?.DeepClone())]),
            TestContext.Current.CancellationToken
        );

        foreach (var (value, text) in values.Zip(expected.AsArray()))
        {
            Text(value).ShouldBe(text!.GetValue<string>());
        }
    }

    [Fact]
    public void Serialize_AnyValue_SurvivesParsing() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<int>(),
                seed =>
                {
                    var value = JsonValues.Create(new Random(seed), 4);
                    var bytes = CanonicalJson.Serialize(value);
                    var read = JsonNode.Parse(bytes);
                    return JsonNode.DeepEquals(read, value)
                        && CanonicalJson.Serialize(read).AsSpan().SequenceEqual(bytes);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Serialize_EveryKindOfNumber_IsItsDouble()
    {
        Text(JsonValue.Create(7)).ShouldBe("7");
        Text(JsonValue.Create(7L)).ShouldBe("7");
        Text(JsonValue.Create(7.50m)).ShouldBe("7.5");
        Text(JsonNode.Parse("7.50")).ShouldBe("7.5");
        Text(JsonNode.Parse("9007199254740993")).ShouldBe("9007199254740992");
        Text(JsonValue.Create(Guid.Empty)).ShouldBe("\"00000000-0000-0000-0000-000000000000\"");
        Text(JsonValue.Create(true)).ShouldBe("true");
    }

    [Fact]
    public void Serialize_NoIJson_IsRefused()
    {
        Should.Throw<ArgumentException>(() => CanonicalJson.Serialize(JsonNode.Parse("1e999")));
        Should.Throw<ArgumentException>(() => CanonicalJson.Serialize(JsonValue.Create("\ud800")));
        Should.Throw<ArgumentException>(() => CanonicalJson.Serialize(JsonValue.Create(double.NaN)));
        Should.Throw<ArgumentException>(() => CanonicalJson.Serialize(JsonNode.Parse("""{"a":1,"a":2}""")));
    }

    [Fact]
    public void Serialize_TooDeep_IsRefused()
    {
        JsonNode deepest = new JsonArray();
        for (var i = 1; i < CanonicalJson.MaxDepth; i++)
        {
            deepest = new JsonArray(deepest);
        }

        CanonicalJson.Serialize(deepest).Length.ShouldBe(2 * CanonicalJson.MaxDepth);
        Should.Throw<ArgumentException>(() => CanonicalJson.Serialize(new JsonArray(deepest)));
    }

    private static string Text(JsonNode? value) => Encoding.UTF8.GetString(CanonicalJson.Serialize(value));
}
