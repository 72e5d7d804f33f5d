using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Speckit.Packaging.Paths;

/// <summary>Gives names that some file system takes for one another the same key: equal under Unicode normalisation (macOS) or case folding
/// (macOS, Windows).</summary>
/// <remarks>The framework cannot be asked: programs run without globalisation data, and its normalisation then silently returns what it was
/// given. The key errs on the side of collision: the order of combining marks between two letters does not count at all.</remarks>
internal static class CollisionKey
{
    private const int IotaBelow = 0x0345;
    private const int HangulFirst = 0xAC00;
    private const int HangulLast = 0xD7A3;

    private static readonly Lazy<(FrozenDictionary<int, int[]> Folds, FrozenSet<int> Marks)> Data = new(Load);

    /// <summary>The key of one component of a path.</summary>
    internal static string Of(string name)
    {
        if (Ascii.IsValid(name))
        {
            return name.ToLowerInvariant();
        }

        var key = new StringBuilder(name.Length);
        var marks = new List<int>();
        foreach (var rune in name.EnumerateRunes())
        {
            foreach (var code in Decompose(rune.Value))
            {
                if (Data.Value.Marks.Contains(code))
                {
                    marks.Add(code);
                    continue;
                }

                Flush(marks, key);
                key.Append(new Rune(code).ToString());
            }
        }

        Flush(marks, key);
        return key.ToString();
    }

    private static void Flush(List<int> marks, StringBuilder key)
    {
        marks.Sort();
        foreach (var mark in marks.Where(mark => mark != IotaBelow))
        {
            key.Append(new Rune(mark).ToString());
        }

        // The last of all marks in normal forms; the letter iota under case folding.
        key.Append('\u03B9', marks.Count(mark => mark == IotaBelow));

        marks.Clear();
    }

    private static int[] Decompose(int code)
    {
        if (code < 0x80)
        {
            return [char.ToLowerInvariant((char)code)];
        }

        return code is >= HangulFirst and <= HangulLast ? DecomposeHangul(code - HangulFirst)
            : Data.Value.Folds.TryGetValue(code, out var target) ? target
            : [code];
    }

    // Unicode 17.0, section 3.12.
    private static int[] DecomposeHangul(int index)
    {
        var lead = 0x1100 + (index / 588);
        var vowel = 0x1161 + (index % 588 / 28);
        var tail = index % 28;
        return tail == 0 ? [lead, vowel] : [lead, vowel, 0x11A7 + tail];
    }

    private static (FrozenDictionary<int, int[]> Folds, FrozenSet<int> Marks) Load()
    {
        using var stream = typeof(CollisionKey).Assembly.GetManifestResourceStream("CollisionKeys.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var folds = new Dictionary<int, int[]>();
        var marks = new HashSet<int>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(' ');
            if (fields[0] == "marks")
            {
                marks.UnionWith(fields.Skip(1).SelectMany(Range));
            }
            else if (fields[0] != "#")
            {
                folds.Add(Number(fields[0]), [.. fields.Skip(1).Select(Number)]);
            }
        }

        return (folds.ToFrozenDictionary(), marks.ToFrozenSet());
    }

    private static IEnumerable<int> Range(string text)
    {
        var ends = text.Split('-');
        return Enumerable.Range(Number(ends[0]), Number(ends[^1]) - Number(ends[0]) + 1);
    }

    private static int Number(string hex) => int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
