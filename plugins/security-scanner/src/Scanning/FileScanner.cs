using System.Security.Cryptography;
using System.Text;
using SecurityScanner.Lexing;
using SecurityScanner.Rules;
using Speckit.Protocol.Messages;

namespace SecurityScanner.Scanning;

/// <summary>What was found in one file.</summary>
/// <param name="Findings">In the order of their places.</param>
/// <param name="Suppressed">How many were silenced by comments.</param>
internal sealed record FileResult(IReadOnlyList<Finding> Findings, int Suppressed);

/// <summary>Applies every rule to one file.</summary>
internal static class FileScanner
{
    private const int LongestSnippet = 160;

    public static FileResult Scan(SourceFile file, bool includeTests)
    {
        var source = Lexer.Lex(file.Text, file.Language);
        var sink = new FindingSink();
        foreach (var family in AllRules.Families)
        {
            if (!file.IsTest || includeTests || family.AppliesToTests)
            {
                Apply(family, file, source, sink);
            }
        }

        return Finish(file, new Suppressions(file, source.Comments), sink);
    }

    private static void Apply(RuleFamily family, SourceFile file, LexedSource source, FindingSink sink)
    {
        foreach (var tokens in source.Streams)
        {
            family.Scan(new TokenStream(file.Text, file.Language, tokens), sink);
        }

        foreach (var comment in source.Comments)
        {
            family.ScanComment(file.Text, comment, sink);
        }
    }

    private static FileResult Finish(SourceFile file, Suppressions suppressions, FindingSink sink)
    {
        var findings = new List<Finding>();
        var occurrences = new Dictionary<string, int>(StringComparer.Ordinal);
        var suppressed = 0;
        foreach (
            var raw in sink.Findings.OrderBy(found => found.At).ThenBy(found => found.Rule.Id, StringComparer.Ordinal)
        )
        {
            var (line, column) = file.Position(raw.At);
            var shown = Masked(file, file.Line(line), sink.Secrets);
            var key = $"{raw.Rule.Id}\n{file.Path}\n{Normalize(shown)}";
            var occurrence = occurrences[key] = occurrences.GetValueOrDefault(key) + 1;
            if (suppressions.Covers(line, raw.Rule.Id))
            {
                suppressed++;
                continue;
            }

            findings.Add(
                new Finding(
                    raw.Rule.Id,
                    raw.Severity.ToString().ToLowerInvariant(),
                    raw.Rule.Title,
                    raw.Detail is null ? raw.Rule.Description : $"{raw.Rule.Description} {raw.Detail}",
                    file.Path,
                    line,
                    column,
                    Fingerprint(key, occurrence),
                    raw.Rule.Cwe,
                    raw.Rule.Fix,
                    Shorten(shown.Trim())
                )
            );
        }

        return new FileResult(findings, suppressed);
    }

    /// <summary>Stays the same when lines move or a secret changes; differs between equal lines of one file.</summary>
    private static string Fingerprint(string key, int occurrence)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{key}\n{occurrence}")));
        return $"SEC-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
    }

    private static string Normalize(string line) =>
        string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A line with every secret that touches it masked.</summary>
    private static string Masked(SourceFile file, TextSpan line, List<Secret> secrets)
    {
        var masked = new StringBuilder();
        var at = line.Start;
        foreach (
            var (span, shown) in secrets
                .Where(s => s.Span.Start < line.End && s.Span.End > line.Start)
                .OrderBy(s => s.Span.Start)
        )
        {
            var start = Math.Max(at, span.Start);
            masked.Append(file.Text, at, start - at);
            masked.Append(file.Text, start, start == span.Start ? Math.Min(shown, line.End - start) : 0).Append("****");
            at = Math.Max(at, Math.Min(line.End, span.End));
        }

        return masked.Append(file.Text, at, line.End - at).ToString();
    }

    private static string Shorten(string line) => line.Length <= LongestSnippet ? line : $"{line[..LongestSnippet]}…";
}
