using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Authoring;

/// <summary>The errors that compilers name with a place, as diagnostics: <c>src/A.cs(3,5): error CS1002: …</c> of MSBuild, and
/// <c>src/a.ts:3:5 …</c> of the TypeScript SDK.</summary>
internal static partial class CompilerMessages
{
    private const string Hint = "mend what the compiler says";
    private const int Most = 20;
    private const int LongestLine = 4_000;

    // Far more than lines of that length can take.
    private const int MatchTimeoutMilliseconds = 10_000;

    /// <summary>Each of them once, in their order; none when there is none with a place.</summary>
    /// <param name="output">What the compiler said.</param>
    /// <param name="folder">The plugin's folder: places in it are shown relative to it.</param>
    internal static ImmutableArray<Diagnostic> Read(string output, string folder) =>
        [
            .. output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(line => line.Length <= LongestLine)
                .Select(line => MsBuild().Match(line) is { Success: true } found ? found : TypeScript().Match(line))
                .Where(found => found.Success)
                .Select(found => ToDiagnostic(found, folder))
                .Distinct()
                .Take(Most),
        ];

    /// <summary>Whether a compiler's run succeeded; if not, its errors.</summary>
    internal static Result<Unit> Judge(string tool, ToolRun run, string folder)
    {
        if (run.ExitCode == 0)
        {
            return new Unit();
        }

        var errors = Read(run.Output + "\n" + run.Error, folder);
        return errors.IsEmpty
            ? CliDiagnostics.CompileFailed.Error($"{tool} ended with {run.ExitCode}: {run.Summary()}", Hint)
            : Result<Unit>.Failure(errors);
    }

    private static Diagnostic ToDiagnostic(Match found, string folder)
    {
        var file = found.Groups["file"].Value;
        var shown = Path.IsPathFullyQualified(file) ? Path.GetRelativePath(folder, file) : file;
        return CliDiagnostics.CompileFailed.Error(
            found.Groups["message"].Value,
            Hint,
            new SourceLocation(shown.Replace('\\', '/'), Number(found.Groups["line"]), Number(found.Groups["column"]))
        );
    }

    private static int Number(Group digits) =>
        int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 1;

    [GeneratedRegex(
        @"^(?<file>[^():]+)\((?<line>\d{1,9}),(?<column>\d{1,9})\): error (?<message>[A-Z]+\d+: .*?)(?: \[[^\[\]]*proj[^\[\]]*\])?$",
        RegexOptions.None,
        MatchTimeoutMilliseconds
    )]
    private static partial Regex MsBuild();

    [GeneratedRegex(
        @"^(?<file>[^():\s]+\.[cm]?tsx?):(?<line>\d{1,9}):(?<column>\d{1,9}) error (?<message>.+)$",
        RegexOptions.None,
        MatchTimeoutMilliseconds
    )]
    private static partial Regex TypeScript();
}
