using System.Text.Json.Nodes;
using Speckit.Host.Configuration;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Tests.Configuration;

/// <summary>Single keys of a file are changed and the rest of its text stays.</summary>
public sealed class EditorTests
{
    [Theory]
    // Replace
    [InlineData("a: 1 # one\nb: 2\n", "a", "3", "a: 3 # one\nb: 2\n")]
    [InlineData("a: 'x: y' # one\n", "a", "z", "a: z # one\n")]
    [InlineData("a: |\n  text\n  more\n\n# next\nb: 2\n", "a", "x", "a: x\n\n# next\nb: 2\n")]
    [InlineData("a: # note\n  b: 1\n  c: 2\nd: 3\n", "a", "4", "a: 4 # note\nd: 3\n")]
    [InlineData("a:\n- 1\n- 2 # two\nb: 1\n", "a", "[]", "a: [] # two\nb: 1\n")]
    [InlineData("a:\nb: 1\n", "a", "x", "a: x\nb: 1\n")]
    [InlineData("a: # none\nb: 1\n", "a", "x", "a: x # none\nb: 1\n")]
    [InlineData("a: {b: 1, c: 2} # x\n", "a.c", "3", "a: {b: 1, c: 3} # x\n")]
    [InlineData("a: [1, 2, 3]\n", "a.1", "9", "a: [1, 9, 3]\n")]
    [InlineData("a:\n  - b: 1\n    c: 2\n  - b: 3\n", "a.1.b", "4", "a:\n  - b: 1\n    c: 2\n  - b: 4\n")]
    // Add
    [InlineData("", "a", "1", "a: 1\n")]
    [InlineData("# only a comment", "a", "1", "# only a comment\na: 1\n")]
    [InlineData("a: 1", "b", "2", "a: 1\nb: 2\n")]
    [InlineData("a: 1\r\nc: 3\r\n", "b", "2", "a: 1\r\nc: 3\r\nb: 2\r\n")]
    [InlineData(
        "a:\n    b: 1 # one\n\n# about d\nd: 1\n",
        "a.c",
        "2",
        "a:\n    b: 1 # one\n    c: 2\n\n# about d\nd: 1\n"
    )]
    [InlineData("", "a.b.c", "1", "a:\n  b:\n    c: 1\n")]
    [InlineData("x: 1\n", "a.b", "1", "x: 1\na:\n  b: 1\n")]
    [InlineData("a: {}\n", "a.b", "1", "a: {b: 1}\n")]
    [InlineData("a: {b: 1}\n", "a.c", "2", "a: {b: 1, c: 2}\n")]
    [InlineData("a: [1]\n", "a.1", "2", "a: [1, 2]\n")]
    [InlineData("a: []\n", "a.0", "2", "a: [2]\n")]
    [InlineData("a:\n  - 1\n  - 2 # two\nb: 1\n", "a.2", "3", "a:\n  - 1\n  - 2 # two\n  - 3\nb: 1\n")]
    [InlineData("a:\n  - b: 1\n", "a.0.c", "2", "a:\n  - b: 1\n    c: 2\n")]
    [InlineData("a: 1\n", "\"x.y\"", "2", "a: 1\nx.y: 2\n")]
    [InlineData("a: 1\n", "12", "2", "a: 1\n\"12\": 2\n")]
    [InlineData("a: 1\n...\n", "b", "2", "a: 1\nb: 2\n...\n")]
    [InlineData("a: |\n  x\n  y", "b", "1", "a: |-\n  x\n  y\nb: 1\n")]
    [InlineData("a: >+2 # x - y\n  x", "b", "1", "a: >-2 # x - y\n  x\nb: 1\n")]
    [InlineData("a: |-\n  x", "b", "1", "a: |-\n  x\nb: 1\n")]
    [InlineData("a: |\n  x\n# end", "b", "1", "a: |\n  x\nb: 1\n# end")]
    [InlineData(
        "é:\n  b:\n  é: |\n    some\n    text",
        "é.long_key",
        "1",
        "é:\n  b:\n  é: |-\n    some\n    text\n  long_key: 1\n"
    )]
    [InlineData("a: !!str 1\n", "a", "2", "a: 2\n")]
    [InlineData("\uFEFFa: 1\n", "a", "2", "\uFEFFa: 2\n")]
    public void Set_Key_ChangesNothingElse(string before, string key, string value, string after) =>
        Free(before, p => ConfigurationEditor.Set(p, Key(key), ValueReader.Read(value, null))).ShouldBe(after);

    [Theory]
    [InlineData("a: 1\n# about b\nb: 2 # two\n\nc: 3\n", "b", "a: 1\n# about b\n\nc: 3\n")]
    [InlineData("a: 1\n", "a", "")]
    [InlineData("# mine\na: 1\n", "a", "# mine\n")]
    [InlineData("a:\n  b:\n    c: 1\nd: 1\n", "a.b.c", "d: 1\n")]
    [InlineData("a:\n  b: 1\n  c: 2\n", "a.b", "a:\n  c: 2\n")]
    [InlineData("a: {b: 1, c: 2, d: 3}\n", "a.c", "a: {b: 1, d: 3}\n")]
    [InlineData("a: {b: 1, c: 2}\n", "a.b", "a: {c: 2}\n")]
    [InlineData("a: {b: 1}\nc: 1\n", "a.b", "c: 1\n")]
    [InlineData("a: |\n  x\n  y\nb: 1\n", "a", "b: 1\n")]
    [InlineData("a:\n- 1\n- 2\nb: 1", "a", "b: 1")]
    [InlineData("b: 1\na: 2", "a", "b: 1\n")]
    [InlineData("a:\n  - b: 1\n    c: 2\n", "a.0.c", "a:\n  - b: 1\n")]
    public void Remove_Key_TakesItsLinesAndNoOthers(string before, string key, string after) =>
        Free(before, p => ConfigurationEditor.Remove(p.File, Key(key))).ShouldBe(after);

    [Theory]
    [InlineData("a: 1\n", "a.b", "SPK5046")]
    [InlineData("a: [1]\n", "a.x", "SPK5046")]
    [InlineData("a: [1]\n", "a.2", "SPK5046")]
    [InlineData("a: &x {b: 1, d: 2}\nc: *x\n", "c.b", "SPK5047")]
    public void Set_WhatCannotBeDone_IsToldAndNothingComesOut(string before, string key, string code)
    {
        using var plugin = new Configured(null, null);

        var edited = ConfigurationEditor.Set(plugin.Parts(before), Key(key), JsonValue.Create(5));

        edited.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("a: [1, 2]\n", "a.0", "SPK5046")]
    [InlineData("a:\n  - b: 1\n    c: 1\n", "a.0.b", "SPK5047")]
    [InlineData("a: &x 1\nb: *x\n", "a", "SPK5047")]
    public void Remove_WhatCannotBeDone_IsTold(string before, string key, string code)
    {
        using var plugin = new Configured(null, null);

        ConfigurationEditor.Remove(plugin.Parts(before).File, Key(key)).Diagnostics[0].Code.ShouldBe(code);
    }

    [Fact]
    public void Set_ItemOfADefaultList_TakesTheListOver()
    {
        using var plugin = new Configured(null, "l: [a, b]\n");

        var edited = ConfigurationEditor.Set(plugin.Parts("x: 1\n"), Key("l.1"), JsonValue.Create("c"));

        edited.Value.Text.ShouldBe("x: 1\nl: [a, c]\n");
    }

    [Fact]
    public void Set_FirstItemOfAListThatTheSchemaKnows_MakesAList()
    {
        using var plugin = new Configured();

        var edited = ConfigurationEditor.Set(plugin.Parts(""), Key("hosts.0.name"), JsonValue.Create("x"));

        edited.Value.Text.ShouldBe("hosts: [{ name: x }]\n");
    }

    [Theory]
    [InlineData("port", "12", "12")]
    [InlineData("example.com", "12", "\"12\"")]
    [InlineData("example.com", "true", "\"true\"")]
    [InlineData("scan_dependencies", "true", "true")]
    [InlineData("scan_dependencies", "maybe", "\"maybe\"")]
    [InlineData("server", "{url: 'https://x'}", """{"url":"https://x"}""")]
    [InlineData("hosts", "[{name: a}]", """[{"name":"a"}]""")]
    [InlineData("port", "${PORT}", "\"${PORT}\"")]
    [InlineData("port", "[1", "\"[1\"")]
    [InlineData("anything", "null", "null")]
    [InlineData("anything", "", "\"\"")]
    [InlineData("severity_threshold", "high", "\"high\"")]
    public void Read_TypedValue_IsWhatTheSchemaWants(string key, string typed, string json)
    {
        using var plugin = new Configured();
        var schema = plugin.Parts("").Schema.Places.OfValue([key]);

        (
            ValueReader
                .Read(typed, schema)
                ?.ToJsonString(
                    new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
                )
            ?? "null"
        ).ShouldBe(json);
    }

    private static string Free(string before, Func<ConfigurationParts, Result<ConfigurationFile>> edit)
    {
        using var plugin = new Configured(null, null);
        var edited = edit(plugin.Parts(before));
        edited.Succeeded.ShouldBeTrue(string.Join("; ", edited.Diagnostics));
        return edited.Value.Text;
    }

    private static ConfigurationKey Key(string text) => ConfigurationKey.Parse(text).Value;
}
