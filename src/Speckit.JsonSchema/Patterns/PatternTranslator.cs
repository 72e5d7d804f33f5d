using System.Globalization;
using System.Text;

namespace Speckit.JsonSchema.Patterns;

/// <summary>Translates a pattern of ECMA-262 with its <c>u</c> flag into a .NET expression of the same meaning.
/// Literal braces and a closing bracket are let through as annex B does.</summary>
internal sealed class PatternTranslator
{
    private const int MaximumDepth = 200;
    private const int LargeSet = 32;
    private const int MaximumOutput = 500_000;
    private const string WordBoundary = "(?:(?<=[0-9A-Z_a-z])(?![0-9A-Z_a-z])|(?<![0-9A-Z_a-z])(?=[0-9A-Z_a-z]))";
    private const string NoWordBoundary = "(?:(?<=[0-9A-Z_a-z])(?=[0-9A-Z_a-z])|(?<![0-9A-Z_a-z])(?![0-9A-Z_a-z]))";

    private readonly PatternCursor _cursor;
    private readonly GroupNames _names;
    private readonly StringBuilder _output = new();
    private int _groups;
    private int _depth;

    private PatternTranslator(string pattern)
    {
        _cursor = new PatternCursor(pattern);
        _names = GroupNames.Scan(pattern);
    }

    /// <summary>Whether it looks around or back, which only a backtracking matcher can do, or holds a set as large
    /// as a Unicode property, for which an automaton takes seconds to build.</summary>
    private bool NeedsBacktracking { get; set; }

    public static TranslatedPattern Translate(string pattern)
    {
        var translator = new PatternTranslator(pattern);
        var size = translator.Disjunction();
        if (!translator._cursor.AtEnd)
        {
            throw translator._cursor.Error("a ')' has no '(' before it");
        }

        return new TranslatedPattern(translator._output.ToString(), translator.NeedsBacktracking, size);
    }

    /// <summary>Alternatives up to a closing parenthesis or the end. Returns how many states an automaton would need.</summary>
    private long Disjunction()
    {
        if (++_depth > MaximumDepth)
        {
            throw _cursor.Error("groups are nested too deeply");
        }

        long size = 1;
        while (!_cursor.AtEnd && !_cursor.At(')'))
        {
            if (_cursor.Take('|'))
            {
                _output.Append('|');
                continue;
            }

            size += Term();
            if (_output.Length > MaximumOutput)
            {
                throw _cursor.Error("the pattern is too large");
            }
        }

        _depth--;
        return size;
    }

    private long Term()
    {
        var start = _output.Length;
        if (Assertion())
        {
            return 1;
        }

        var size = Atom();
        return Quantifier(start, size);
    }

    private bool Assertion()
    {
        if (_cursor.Take('^'))
        {
            _output.Append("\\A");
        }
        else if (_cursor.Take('$'))
        {
            _output.Append("\\z");
        }
        else if (_cursor.Take("\\b"))
        {
            NeedsBacktracking = true;
            _output.Append(WordBoundary);
        }
        else if (_cursor.Take("\\B"))
        {
            NeedsBacktracking = true;
            _output.Append(NoWordBoundary);
        }
        else
        {
            return false;
        }

        return true;
    }

    private long Atom()
    {
        if (_cursor.Take('('))
        {
            return Group();
        }

        if (QuantifierReader.IsAt(_cursor))
        {
            throw _cursor.Error("a quantifier has nothing to repeat");
        }

        if (_cursor.Take('['))
        {
            return Write(ClassReader.Read(_cursor));
        }

        if (_cursor.Take('.'))
        {
            return Write(CodePointSet.Dot);
        }

        if (!_cursor.Take('\\'))
        {
            return Write(_cursor.Next());
        }

        if (BackReference())
        {
            return 1;
        }

        var (set, codePoint) = EscapeReader.Read(_cursor);
        return set is null ? Write(codePoint) : Write(set);
    }

    private long Group()
    {
        string[] lookarounds = ["?=", "?!", "?<=", "?<!"];
        var around = Array.Find(lookarounds, _cursor.Take);
        if (around is not null)
        {
            NeedsBacktracking = true;
            _output.Append('(').Append(around);
        }
        else if (_cursor.Take("?:"))
        {
            _output.Append("(?:");
        }
        else
        {
            OpenCapture();
        }

        var size = Disjunction();
        if (!_cursor.Take(')'))
        {
            throw _cursor.Error("a closing ')' is missing");
        }

        _output.Append(')');
        return size;
    }

    private void OpenCapture()
    {
        if (_cursor.Take("?<"))
        {
            var name = _cursor.Until('>');
            if (name.Length == 0 || !name.All(c => char.IsLetterOrDigit(c) || c is '_' or '$') || char.IsDigit(name[0]))
            {
                throw _cursor.Error($"'{name}' is no name for a group");
            }
        }
        else if (_cursor.At('?'))
        {
            throw _cursor.Error("'(?' starts no group of ECMA-262");
        }

        // .NET numbers named groups after the others, so all get names of their own.
        _groups++;
        _output.Append(CultureInfo.InvariantCulture, $"(?<g{_groups}>");
    }

    private bool BackReference()
    {
        var start = _cursor.Position;
        int? number = null;
        if (_cursor.Take("k<"))
        {
            var name = _cursor.Until('>');
            number = _names.NumberOf(name) ?? throw _cursor.Error($"there is no group '{name}'");
        }
        else if (!_cursor.At('0'))
        {
            number = _cursor.Number();
        }

        if (number is null)
        {
            _cursor.MoveTo(start);
            return false;
        }

        if (number > _names.Count)
        {
            throw _cursor.Error(string.Create(CultureInfo.InvariantCulture, $"there is no group {number}"));
        }

        // A group that took no part matches nothing, where .NET would fail. One that is still open matches nothing either.
        NeedsBacktracking = true;
        _output.Append(CultureInfo.InvariantCulture, $"(?(g{number})\\k<g{number}>|)");
        return true;
    }

    private long Quantifier(int start, long size)
    {
        var counts = QuantifierReader.Read(_cursor);
        if (counts is not { } count)
        {
            return size;
        }

        if (count.Most < count.Least)
        {
            throw _cursor.Error("the numbers of a quantifier are out of order");
        }

        _output.Insert(start, "(?:").Append(')');
        _output.Append(CultureInfo.InvariantCulture, $"{{{count.Least},{count.Most}}}");
        if (_cursor.Take('?'))
        {
            _output.Append('?');
        }

        return Math.Min(size * Math.Max(1, count.Most ?? count.Least), int.MaxValue);
    }

    private long Write(CodePointSet set)
    {
        NeedsBacktracking |= set.Ranges.Count > LargeSet;
        CodePointWriter.Write(_output, set);
        return 1;
    }

    private long Write(int codePoint)
    {
        CodePointWriter.Write(_output, codePoint);
        return 1;
    }
}
