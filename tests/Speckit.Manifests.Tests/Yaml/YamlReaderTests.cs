using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Tests.Yaml;

public sealed class YamlReaderTests
{
    [Fact]
    public void Read_Mapping_KeepsOrderStylesAndPlaces()
    {
        var root = Read(
            "# comment\nb: plain\na: 'single'\n\nlist:\n  - \"double\"\n  - |\n    block\n  - >\n    folded\n"
        );

        root.Kind.ShouldBe(YamlNodeKind.Mapping);
        var mapping = root.ShouldBeOfType<YamlMapping>();
        mapping
            .Entries.Select(e => $"{e.Key}@{e.KeyLocation}")
            .ShouldBe(["b@x.yaml:2:1", "a@x.yaml:3:1", "list@x.yaml:5:1"]);
        mapping.Find("b")!.Value.Location.ToString().ShouldBe("x.yaml:2:4");
        mapping.Find("a")!.Value.ShouldBeOfType<YamlScalar>().Style.ShouldBe(YamlScalarStyle.SingleQuoted);
        var list = mapping.Find("list")!.Value.ShouldBeOfType<YamlSequence>();
        list.Kind.ShouldBe(YamlNodeKind.Sequence);
        list.Items.Cast<YamlScalar>()
            .Select(s => (s.Text, s.Style, s.Location.Line, s.Location.Column))
            .ShouldBe([
                ("double", YamlScalarStyle.DoubleQuoted, 6, 5),
                ("block\n", YamlScalarStyle.Literal, 7, 5),
                ("folded\n", YamlScalarStyle.Folded, 9, 5),
            ]);
        mapping.Find("missing").ShouldBeNull();
    }

    [Theory]
    [InlineData("a: 1\r\nb: x\r\n", "b", 2, 4)]
    [InlineData("a: 1\rb: x\r", "b", 2, 4)]
    [InlineData("\uFEFFb: x\n", "b", 1, 4)]
    [InlineData("é: 1\nb: x\n", "b", 2, 4)]
    [InlineData("{a: \"😀\", b: x}", "b", 1, 14)]
    public void Read_AnyLineBreak_CountsLinesAsEditorsDo(string text, string key, int line, int column) =>
        Read(text)
            .ShouldBeOfType<YamlMapping>()
            .Find(key)!
            .Value.Location.ShouldBe(new SourceLocation("x.yaml", line, column));

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    [InlineData("---\n...\n")]
    public void Read_EmptyDocument_IsNull(string text) =>
        Read(text).ShouldBeOfType<YamlScalar>().Type.ShouldBe(YamlScalarType.Null);

    [Theory]
    [InlineData("a: [1, 2\nb: 3", "SPK1001")]
    [InlineData("a: b: c", "SPK1001")]
    [InlineData("a:\n\t- b", "SPK1001")]
    [InlineData("a: @scope/name", "SPK1001")]
    [InlineData("a: 'open", "SPK1001")]
    [InlineData("a: \u0007", "SPK1003")]
    [InlineData("a: \0", "SPK1003")]
    [InlineData("a: x\u2028", "SPK1003")]
    [InlineData("a: x\u0085", "SPK1003")]
    [InlineData("a: \uFFFE", "SPK1003")]
    [InlineData("a: \"\\ud800\"", "SPK1001")]
    [InlineData("a: \"\\q\"", "SPK1001")]
    [InlineData("!![a]: b", "SPK1001")]
    [InlineData("&a a\n  : <|../b", "SPK1001")]
    [InlineData("a: !b%ff c", "SPK1001")]
    [InlineData("a: \"\\UFFFFFFFF\"", "SPK1001")]
    [InlineData("a: 1\n---\nb: 2", "SPK1005")]
    [InlineData("a: 1\na: 2", "SPK1006")]
    [InlineData("1: x\n\"1\": y", "SPK1006")]
    [InlineData("? [a]\n: b", "SPK1007")]
    [InlineData("<<: {a: 1}", "SPK1008")]
    [InlineData("a: !custom b", "SPK1009")]
    [InlineData("a: !!int b", "SPK1009")]
    [InlineData("a: !!binary aGk=", "SPK1009")]
    [InlineData("a: !!set {b}", "SPK1009")]
    [InlineData("a: .inf", "SPK1010")]
    [InlineData("a: -.INF", "SPK1010")]
    [InlineData("a: .nan", "SPK1010")]
    [InlineData("a: 1e999", "SPK1010")]
    [InlineData("a: 9007199254740992", "SPK1010")]
    [InlineData("a: 0xffffffffffffffffff", "SPK1010")]
    [InlineData("a: 0o7777777777777777777777", "SPK1010")]
    [InlineData("a: *missing", "SPK1011")]
    [InlineData("a: &loop [*loop]", "SPK1011")]
    public void Read_WhatIsNotAllowed_IsOneLocatedError(string text, string code)
    {
        var problem = YamlReader.Read("x.yaml", text).Diagnostics.ShouldHaveSingleItem();

        problem.Code.ShouldBe(code);
        problem.Severity.ShouldBe(Severity.Error);
        problem.Location.ShouldNotBeNull().File.ShouldBe("x.yaml");
    }

    [Theory]
    [InlineData('\ud800')]
    [InlineData('\udc00')]
    public void Read_HalfSurrogate_IsRefused(char half) =>
        YamlReader.Read("x.yaml", $"a: {half}").Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("SPK1003");

    [Fact]
    public void Read_SeveralMistakes_TellsAll()
    {
        var result = YamlReader.Read("x.yaml", "a: 1\na: 2\n<<: x\nb: .inf\nb: 3\n");

        result
            .Diagnostics.Select(d => $"{d.Location!.Line}:{d.Location.Column} {d.Code}")
            .ShouldBe(["2:1 SPK1006", "3:1 SPK1008", "4:4 SPK1010", "5:1 SPK1006"], ignoreOrder: true);
    }

    [Fact]
    public void Read_QuotedMergeKey_IsKey() =>
        Read("\"<<\": x").ShouldBeOfType<YamlMapping>().Find("<<").ShouldNotBeNull();

    [Theory]
    [InlineData("a: >=1.0", "starts with '>'")]
    [InlineData("a: @scope/name", "starts with '@'")]
    [InlineData("a:\n\tb: c", "indent with spaces")]
    [InlineData("a: 'open", "quotes")]
    public void Read_SyntaxError_HintsAtTheUsualMistake(string text, string hint) =>
        YamlReader.Read("x.yaml", text).Diagnostics.ShouldHaveSingleItem().Hint.ShouldNotBeNull().ShouldContain(hint);

    [Fact]
    public void Read_Aliases_AreTheirAnchors()
    {
        var root = Read("a: &x {b: 1}\nc: *x\n").ShouldBeOfType<YamlMapping>();

        root.Find("c")!.Value.ShouldBeSameAs(root.Find("a")!.Value);
        root.ToJson().ToJsonString().ShouldBe("""{"a":{"b":1},"c":{"b":1}}""");
    }

    [Fact]
    public void Read_BytesInUtf8_AreRead()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. "name: é"u8];

        YamlReader
            .Read("x.yaml", bytes)
            .Value.ShouldBeOfType<YamlMapping>()
            .Find("name")!
            .Value.ShouldBeOfType<YamlScalar>()
            .Text.ShouldBe("é");
    }

    [Fact]
    public void Read_BytesNotUtf8_AreLocated()
    {
        byte[] bytes = [.. "a: 1\nb: "u8, 0xE9, .. "t\n"u8];

        var problem = YamlReader.Read("x.yaml", bytes).Diagnostics.ShouldHaveSingleItem();

        problem.ToString().ShouldStartWith("x.yaml:2:4: error SPK1002: Byte e9 at offset 8");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_Utf16_IsRefused(bool bigEndian)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("a: 1")];

        YamlReader.Read("x.yaml", bytes).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("SPK1002");
    }

    [Theory]
    [InlineData("!!str 1", "\"1\"")]
    [InlineData("! 1", "\"1\"")]
    [InlineData("!!int \"1\"", "1")]
    [InlineData("!!float 1", "1")]
    [InlineData("!!bool true", "true")]
    [InlineData("!!null ~", "null")]
    [InlineData("!!seq [1]", "[1]")]
    [InlineData("!!map {a: 1}", "{\"a\":1}")]
    public void ToJson_CoreTags_AreHeeded(string text, string json) =>
        (Read(text).ToJson()?.ToJsonString() ?? "null").ShouldBe(json);

    [Theory]
    [InlineData("", "null")]
    [InlineData("~", "null")]
    [InlineData("NULL", "null")]
    [InlineData("nUll", "\"nUll\"")]
    [InlineData("true", "true")]
    [InlineData("False", "false")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("12", "12")]
    [InlineData("-12", "-12")]
    [InlineData("+12", "12")]
    [InlineData("0o14", "12")]
    [InlineData("0xFf", "255")]
    [InlineData("0b1", "\"0b1\"")]
    [InlineData("-0x1", "\"-0x1\"")]
    [InlineData("012", "12")]
    [InlineData("9007199254740991", "9007199254740991")]
    [InlineData("1.5", "1.5")]
    [InlineData("1.", "1")]
    [InlineData(".5", "0.5")]
    [InlineData(".", "\".\"")]
    [InlineData("-", "[null]")]
    [InlineData("+", "\"\\u002B\"")]
    [InlineData("1e3", "1000")]
    [InlineData("1e", "\"1e\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("1:30", "\"1:30\"")]
    [InlineData("2025-12-06T00:00:00Z", "\"2025-12-06T00:00:00Z\"")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("'12'", "\"12\"")]
    [InlineData("\"true\"", "\"true\"")]
    [InlineData("[1, {a: ~}, []]", "[1,{\"a\":null},[]]")]
    public void ToJson_Scalar_FollowsCoreSchema(string text, string json) =>
        (Read(text).ToJson()?.ToJsonString() ?? "null").ShouldBe(json);

    private static YamlNode Read(string text) => YamlReader.Read("x.yaml", text).Value;
}
