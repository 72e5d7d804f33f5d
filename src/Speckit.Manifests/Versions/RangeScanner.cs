namespace Speckit.Manifests.Versions;

/// <summary>What stands before a version in a range.</summary>
internal enum RangeOperator
{
    None,
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Tilde,
    Caret,
}

/// <summary>Walks over one alternative of a range.</summary>
internal sealed class RangeScanner(string text)
{
    private int _at;

    public bool AtEnd => _at == text.Length;

    /// <summary>Whether a comparator may end here.</summary>
    public bool AtBoundary => AtEnd || text[_at] == ' ';

    /// <summary>Skips a space, if one is here.</summary>
    public bool SkipSpace() => Skip(" ");

    /// <summary>Reads an operator and the spaces that may follow it: one, beside the <c>=</c> of a split sign.</summary>
    public RangeOperator ReadOperator()
    {
        if (Skip("^"))
        {
            SkipSpacedEqual();
            return RangeOperator.Caret;
        }

        if (Skip("~"))
        {
            ReadTildeRest();
            return RangeOperator.Tilde;
        }

        if (Skip("< =") || Skip("> ="))
        {
            return text[_at - 3] == '<' ? RangeOperator.LessOrEqual : RangeOperator.GreaterOrEqual;
        }

        var sign =
            Skip("<=") ? RangeOperator.LessOrEqual
            : Skip(">=") ? RangeOperator.GreaterOrEqual
            : Skip("<") ? RangeOperator.Less
            : Skip(">") ? RangeOperator.Greater
            : Skip("=") ? RangeOperator.Equal
            : RangeOperator.None;
        if (sign is not RangeOperator.None)
        {
            SkipSpace();
        }

        return sign;
    }

    /// <summary>Reads a version with its prefix; null when there is none.</summary>
    public PartialVersion? ReadVersion() => ReadVersion(c => c is 'v' or '=');

    /// <summary>Reads a side of a hyphen range, whose prefix may hold spaces; null unless it is all there is.</summary>
    public PartialVersion? ReadWholeVersion()
    {
        var version = ReadVersion(c => c is 'v' or '=' or ' ');
        return AtEnd ? version : null;
    }

    private PartialVersion? ReadVersion(Func<char, bool> isPrefix)
    {
        var start = _at;
        while (!AtEnd && isPrefix(text[_at]))
        {
            _at++;
        }

        var prefix = text[start.._at];
        if (!ReadPart(out var major))
        {
            return null;
        }

        string? minor = null;
        string? patch = null;
        string? prerelease = null;
        if (Skip("."))
        {
            if (!ReadPart(out minor))
            {
                return null;
            }

            if (Skip(".") && (!ReadPart(out patch) || (Skip("-") && !ReadPrerelease(out prerelease))))
            {
                return null;
            }
        }

        return new PartialVersion(prefix, major, minor, patch, prerelease);
    }

    // "~>" means "~", also as "~ >" and "~> >".
    private void ReadTildeRest()
    {
        if (Skip(">"))
        {
            Skip(" >");
        }
        else if (!Skip(" >"))
        {
            SkipSpacedEqual();
            return;
        }

        if (!SkipSpace())
        {
            Skip("= ");
        }
    }

    private void SkipSpacedEqual()
    {
        SkipSpace();
        Skip("= ");
    }

    // Digits without a leading zero, or a wildcard, which is null.
    private bool ReadPart(out string? part)
    {
        part = null;
        if (Skip("x") || Skip("X") || Skip("*"))
        {
            return true;
        }

        var start = _at;
        while (!AtEnd && char.IsAsciiDigit(text[_at]))
        {
            _at++;
        }

        part = text[start.._at];
        return part.Length == 1 || (part.Length > 1 && part[0] != '0');
    }

    private bool ReadPrerelease(out string prerelease)
    {
        var start = _at;
        while (!AtBoundary)
        {
            _at++;
        }

        prerelease = text[start.._at];
        return prerelease.Split('.').All(SemanticVersion.IsPrereleaseIdentifier);
    }

    private bool Skip(string expected)
    {
        if (!text.AsSpan(_at).StartsWith(expected, StringComparison.Ordinal))
        {
            return false;
        }

        _at += expected.Length;
        return true;
    }
}
