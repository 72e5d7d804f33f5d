using Speckit.Protocol;

namespace Speckit.Host.Services.Files;

/// <summary>A glob over project paths: <c>*</c> and <c>?</c> within a segment, <c>**</c> for any number of segments,
/// <c>{a,b}</c> for alternatives, which may
/// have alternatives themselves. Matching takes time proportional to pattern times path.</summary>
internal sealed class GlobPattern
{
    private const int MaxLength = 1000;
    private const int MaxAlternatives = 256;
    private readonly string[][] _alternatives;

    private GlobPattern(string[][] alternatives) => _alternatives = alternatives;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="RpcErrorException">It is too long, or its braces do not match.</exception>
    internal static GlobPattern Parse(string text)
    {
        if (text.Length is 0 or > MaxLength)
        {
            throw new RpcErrorException(RpcErrorCodes.InvalidParams, $"a pattern has 1 to {MaxLength} characters");
        }

        var expanded = new List<string>();
        Expand(text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text, expanded);
        return new GlobPattern([.. expanded.Select(e => e.Split('/', StringSplitOptions.RemoveEmptyEntries))]);
    }

    /// <summary>Whether a relative path with forward slashes matches.</summary>
    internal bool Matches(string path)
    {
        var segments = path.Split('/');
        return _alternatives.Any(pattern => MatchesPath(pattern, segments));
    }

    private static void Expand(string text, List<string> into)
    {
        var open = text.IndexOf('{', StringComparison.Ordinal);
        if (open < 0)
        {
            into.Add(text);
            if (into.Count > MaxAlternatives)
            {
                throw new RpcErrorException(
                    RpcErrorCodes.InvalidParams,
                    $"a pattern has at most {MaxAlternatives} alternatives"
                );
            }

            return;
        }

        var start = open + 1;
        var depth = 0;
        var choices = new List<string>();
        for (var i = start; i < text.Length; i++)
        {
            if (depth == 0 && text[i] is (',' or '}'))
            {
                choices.Add(text[start..i]);
                start = i + 1;
            }

            if (depth == 0 && text[i] == '}')
            {
                choices.ForEach(choice => Expand(text[..open] + choice + text[(i + 1)..], into));
                return;
            }

            depth += text[i] == '{' ? 1 : 0;
            depth -= text[i] == '}' ? 1 : 0;
        }

        throw new RpcErrorException(RpcErrorCodes.InvalidParams, $"'{text}' has a '{{' without its '}}'");
    }

    /// <summary>Row by row over the segments: which prefixes of the pattern match the prefix of the path so far.</summary>
    private static bool MatchesPath(string[] pattern, string[] path)
    {
        var reachable = new bool[pattern.Length + 1];
        reachable[0] = true;
        Close(pattern, reachable);
        foreach (var segment in path)
        {
            var next = new bool[pattern.Length + 1];
            for (var i = 0; i < pattern.Length; i++)
            {
                if (reachable[i])
                {
                    var stays = pattern[i] == "**";
                    next[i] |= stays;
                    next[i + 1] |= !stays && MatchesSegment(pattern[i], segment);
                }
            }

            Close(pattern, next);
            reachable = next;
        }

        return reachable[pattern.Length];
    }

    /// <summary><c>**</c> may stand for no segment at all.</summary>
    private static void Close(string[] pattern, bool[] reachable)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            reachable[i + 1] |= reachable[i] && pattern[i] == "**";
        }
    }

    private static bool MatchesSegment(string pattern, string text)
    {
        int p = 0,
            t = 0,
            star = -1,
            mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && (pattern[p] == '?' || (pattern[p] != '*' && pattern[p] == text[t])))
            {
                p++;
                t++;
            }
            else if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).IndexOfAnyExcept('*') < 0;
    }
}
