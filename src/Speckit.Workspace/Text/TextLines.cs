namespace Speckit.Workspace.Text;

/// <summary>Splits text into lines that keep their ends.</summary>
internal static class TextLines
{
    /// <summary>The lines; joined together they are the text again.</summary>
    public static string[] Split(string text)
    {
        var lines = new List<string>();
        var start = 0;
        while (start < text.Length)
        {
            var end = text.IndexOf('\n', start);
            var next = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..next]);
            start = next;
        }

        return [.. lines];
    }
}
