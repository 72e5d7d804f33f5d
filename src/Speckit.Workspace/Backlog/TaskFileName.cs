using System.Text;

namespace Speckit.Workspace.Backlog;

/// <summary>Names of task files: <c>task-1 - Title-as-slug.md</c>.</summary>
internal static class TaskFileName
{
    // The longest name that common file systems take, in UTF-8 bytes.
    private const int MaximumBytes = 255;

    /// <summary>The file name of a task.</summary>
    public static string Of(string id, string title)
    {
        var stem = $"{id.ToLowerInvariant()} - ";
        var slug = Slug(title);
        var room = MaximumBytes - Encoding.UTF8.GetByteCount(stem) - ".md".Length;
        return $"{stem}{Shorten(slug, room)}.md";
    }

    /// <summary>The title with path characters and white space as single hyphens, as Backlog.md makes it.</summary>
    internal static string Slug(string title)
    {
        var builder = new StringBuilder(title.Length);
        foreach (var c in title)
        {
            if ("'(),!@#$%^&+=[]{};".Contains(c, StringComparison.Ordinal))
            {
                continue;
            }

            var hyphen = c == '-' || "<>:\"/\\|?*".Contains(c, StringComparison.Ordinal) || IsSpace(c);
            if (!hyphen)
            {
                builder.Append(c);
            }
            else if (builder.Length == 0 || builder[^1] != '-')
            {
                builder.Append('-');
            }
        }

        var slug = builder.ToString();
        slug = slug.StartsWith('-') ? slug[1..] : slug;
        slug = slug.EndsWith('-') ? slug[..^1] : slug;
        return slug.Length == 0 ? "untitled" : slug;
    }

    // White space as ECMAScript has it.
    private static bool IsSpace(char c) => (char.IsWhiteSpace(c) && c != '\u0085') || c == '\uFEFF';

    private static string Shorten(string slug, int bytes)
    {
        var length = 0;
        var used = 0;
        foreach (var rune in slug.EnumerateRunes())
        {
            used += rune.Utf8SequenceLength;
            if (used > bytes)
            {
                return slug[..length].TrimEnd('-');
            }

            length += rune.Utf16SequenceLength;
        }

        return slug;
    }
}
