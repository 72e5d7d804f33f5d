namespace Speckit.Cli.Tests.Support;

/// <summary>What a terminal must never be given.</summary>
internal static class Hostile
{
    public static bool IsHarmless(string text, bool allowColor = false)
    {
        var rest = allowColor
            ? System.Text.RegularExpressions.Regex.Replace(
                text,
                "\e\\[[0-9]{1,2}m",
                "",
                default,
                TimeSpan.FromSeconds(5)
            )
            : text;
        return !rest.Any(c =>
            (char.IsControl(c) && c is not '\n')
            || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C'
            || c is '\u2028' or '\u2029'
        );
    }

    public static void ShouldBeHarmless(string text, string what, bool allowColor = false)
    {
        var lines = text.Replace(Environment.NewLine, "\n");
        IsHarmless(lines, allowColor).ShouldBeTrue($"{what}: {System.Text.Json.JsonEncodedText.Encode(lines)}");
        lines.Split('\n').ShouldNotContain(l => l.StartsWith("SPK0000") || l.StartsWith("error SPK0000"));
    }
}
