using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Manifests.Yaml;

/// <summary>The text of a file that was checked before any parser sees it, and its lines.</summary>
internal sealed class SourceText
{
    private readonly string _file;
    private readonly List<int> _lineStarts = [0];

    private SourceText(string file, string text)
    {
        _file = file;
        Text = text;
        for (var i = 0; i < text.Length; i++)
        {
            // YAML 1.2's line breaks, which are also every editor's: \n, \r\n and \r.
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                _lineStarts.Add(i + 1);
            }
        }
    }

    /// <summary>The text without its byte order mark.</summary>
    public string Text { get; }

    /// <summary>The place of the UTF-16 unit at that index.</summary>
    public SourceLocation Locate(long index)
    {
        var offset = (int)Math.Clamp(index, 0, Text.Length);
        var found = _lineStarts.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        return new SourceLocation(_file, line + 1, offset - _lineStarts[line] + 1);
    }

    public static Result<SourceText> FromUtf8(string file, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > YamlReader.MaxBytes)
        {
            return TooLarge(file);
        }

        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return ManifestDiagnostics.NotUtf8.Error(
                "The file starts with the byte order mark of UTF-16; expected UTF-8.",
                "save it as UTF-8",
                new SourceLocation(file, 1, 1)
            );
        }

        var chars = new char[bytes.Length];
        var status = Utf8.ToUtf16(bytes, chars, out var read, out var written, replaceInvalidSequences: false);
        var text = new string(chars, 0, written);
        if (status != OperationStatus.Done)
        {
            return ManifestDiagnostics.NotUtf8.Error(
                string.Create(CultureInfo.InvariantCulture, $"Byte {bytes[read]:x2} at offset {read} is not UTF-8."),
                "save the file as UTF-8",
                new SourceText(file, WithoutMark(text)).Locate(text.Length)
            );
        }

        return FromString(file, text);
    }

    public static Result<SourceText> FromString(string file, string text)
    {
        if (text.Length > YamlReader.MaxBytes || Encoding.UTF8.GetByteCount(text) > YamlReader.MaxBytes)
        {
            return TooLarge(file);
        }

        var source = new SourceText(file, WithoutMark(text));
        var bad = IndexOfForbidden(source.Text);
        if (bad < 0)
        {
            return source;
        }

        var code = ((int)source.Text[bad]).ToString("X4", CultureInfo.InvariantCulture);
        return ManifestDiagnostics.ForbiddenCharacter.Error(
            $"The character U+{code} is not allowed in YAML.",
            $"remove it, or write it as \"\\u{code}\" in double quotes",
            source.Locate(bad)
        );
    }

    private static string WithoutMark(string text) => text.StartsWith('\uFEFF') ? text[1..] : text;

    private static Diagnostic TooLarge(string file) =>
        ManifestDiagnostics.LimitExceeded.Error(
            "The file is larger than 1 MiB.",
            "move large texts into files of their own",
            new SourceLocation(file, 1, 1)
        );

    // c-printable (YAML 1.2.2 §5.1) without U+0085, U+2028 and U+2029, which are text to YAML 1.2 and line breaks to
    // YAML 1.1: escaped, they mean the same to every reader.
    private static int IndexOfForbidden(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (!IsPrintable(c))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsPrintable(char c) =>
        c
            is '\t'
                or '\n'
                or '\r'
                or (>= ' ' and <= '~')
                or (>= '\u00A0' and <= '\u2027')
                or (>= '\u202A' and <= '\uD7FF')
        || c is >= '\uE000' and <= '\uFFFD';
}
