using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Speckit.Sdk.Tests.Context;

public class ShellWordsTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData(" \t\n ", new string[0])]
    [InlineData("git log -1", new[] { "git", "log", "-1" })]
    [InlineData("a 'b c'd \"e f\"", new[] { "a", "b cd", "e f" })]
    [InlineData("'' \"\"", new[] { "", "" })]
    [InlineData(@"a\ b \' \\", new[] { "a b", "'", @"\" })]
    [InlineData(@"""a\""b\\c\d""", new[] { @"a""b\c\d" })]
    [InlineData(@"'a\b'", new[] { @"a\b" })]
    [InlineData("a|b > $C `d` *", new[] { "a|b", ">", "$C", "`d`", "*" })]
    [InlineData("# no comment", new[] { "#", "no", "comment" })]
    [InlineData("Grüße 世界", new[] { "Grüße", "世界" })]
    public void Split_Text_GivesTheWords(string text, string[] words) => ShellWords.Split(text).ShouldBe(words);

    [Theory]
    [InlineData("a 'b", "mark ' at character 3")]
    [InlineData("\"a\\\"", "mark \" at character 1")]
    [InlineData("a\\", "backslash")]
    public void Split_Unfinished_SaysWhere(string text, string message) =>
        Should.Throw<FormatException>(() => ShellWords.Split(text)).Message.ShouldContain(message);

    [Fact]
    public async Task Split_AnyText_AgreesWithPython()
    {
        const string Alphabet = "ab '\"\\\t\n\r#$|é";
        var random = new Random(FuzzSeed.Value);
        var texts = Enumerable
            .Range(0, 5000)
            .Select(_ => string.Concat(random.GetItems(Alphabet.AsSpan(), random.Next(0, 14))))
            .ToArray();

        var expected = await AskPythonAsync(texts);

        for (var i = 0; i < texts.Length; i++)
        {
            Words(texts[i]).ShouldBe(expected[i], $"{JsonSerializer.Serialize(texts[i])}");
        }
    }

    private static string[]? Words(string text)
    {
        try
        {
            return [.. ShellWords.Split(text)];
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static async Task<string[]?[]> AskPythonAsync(string[] texts)
    {
        const string Script = """
            import json, shlex, sys
            def split(text):
                try:
                    return shlex.split(text)
                except ValueError:
                    return None
            print(json.dumps([split(text) for text in json.load(sys.stdin)]))
            """;
        var start = new ProcessStartInfo("python3", ["-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        using var python = Process.Start(start)!;
        await python.StandardInput.WriteAsync(JsonSerializer.Serialize(texts));
        python.StandardInput.Close();
        var output = await python.StandardOutput.ReadToEndAsync();
        await python.WaitForExitAsync();
        return JsonSerializer.Deserialize<string[]?[]>(output)!;
    }
}
