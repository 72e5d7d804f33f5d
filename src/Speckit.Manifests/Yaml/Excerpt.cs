namespace Speckit.Manifests.Yaml;

/// <summary>Untrusted text in messages: short, on one line.</summary>
internal static class Excerpt
{
    private const int MaxLength = 80;

    public static string Of(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        if (line.Length <= MaxLength)
        {
            return line;
        }

        var end = char.IsHighSurrogate(line[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return string.Concat(line.AsSpan(0, end), "…");
    }

    public static string Sentence(string text)
    {
        var trimmed = text.Trim().TrimEnd('.');
        return (trimmed.Length <= 200 ? trimmed : trimmed[..200] + "…").ReplaceLineEndings(" ") + ".";
    }
}
