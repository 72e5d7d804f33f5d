using System.Collections.Immutable;
using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Workspace.Text;

namespace Speckit.Workspace.Backlog;

/// <summary>Brings values from plugins into the form that task files hold, or refuses them.</summary>
internal static class TaskText
{
    private const int MaximumTitle = 512;
    private const int MaximumLabel = 256;
    private const int MaximumLabels = 100;
    private const int MaximumCriteria = 100;
    private const int MaximumCriterion = 2000;
    private const int MaximumDescription = 64 * 1024;

    /// <summary>One line; a longer one than 512 characters is cut, with a warning.</summary>
    public static Result<string> Title(string title)
    {
        var line = UntrustedText.SingleLine(title);
        if (line.Length == 0)
        {
            return Invalid("The title is empty.");
        }

        return line.Length <= MaximumTitle
            ? line
            : Result<string>.Success(
                UntrustedText.Cut(line, MaximumTitle - 1) + "…",
                [
                    WorkspaceDiagnostics.TaskValueChanged.Warning(
                        $"The title has {line.Length} characters and was cut to {MaximumTitle}.",
                        "put the details into the description"
                    ),
                ]
            );
    }

    /// <summary>Markdown that stays inside its section: comments cannot begin in it.</summary>
    public static Result<string> Description(string description)
    {
        var text = CollapseBlankLines(NoComments(UntrustedText.Block(description)).Trim());
        return text.Length > MaximumDescription
            ? Invalid($"The description has {text.Length} characters; {MaximumDescription} are allowed.")
            : text;
    }

    /// <summary>One-line items without empty ones.</summary>
    public static Result<ImmutableArray<string>> Criteria(ImmutableArray<string> criteria)
    {
        ImmutableArray<string> lines =
        [
            .. criteria.Select(c => NoComments(UntrustedText.SingleLine(c))).Where(c => c.Length > 0),
        ];
        return lines.Length > MaximumCriteria
                ? Invalid($"There are {lines.Length} acceptance criteria; {MaximumCriteria} are allowed.")
            : lines.Any(l => l.Length > MaximumCriterion)
                ? Invalid($"An acceptance criterion has more than {MaximumCriterion} characters.")
            : lines;
    }

    /// <summary>Labels without repetitions. A comma cannot be in one: the command line splits there.</summary>
    public static Result<ImmutableArray<string>> Labels(ImmutableArray<string> labels)
    {
        ImmutableArray<string> clean =
        [
            .. labels.Select(UntrustedText.SingleLine).Where(l => l.Length > 0).Distinct(StringComparer.Ordinal),
        ];
        if (clean.Length > MaximumLabels)
        {
            return Invalid($"There are {clean.Length} labels; {MaximumLabels} are allowed.");
        }

        return
            clean.FirstOrDefault(l => l.Length > MaximumLabel || l.Contains(',', StringComparison.Ordinal)) is { } bad
            ? Invalid(
                $"'{UntrustedText.Cut(bad, MaximumLabel)}' is not a label: no commas, at most {MaximumLabel} characters."
            )
            : clean;
    }

    // An escaped "<" shows as itself and begins no comment, neither for Backlog.md's markers nor for a renderer.
    private static string NoComments(string text) => text.Replace("<!--", "&lt;!--", StringComparison.Ordinal);

    // Backlog.md keeps one blank line of several, outside fenced code.
    private static string CollapseBlankLines(string text)
    {
        var result = new StringBuilder(text.Length);
        var fence = "";
        var blank = false;
        foreach (var line in text.Split('\n'))
        {
            var skip = fence.Length == 0 && line.Length == 0 && blank;
            blank = line.Length == 0;
            if (skip)
            {
                continue;
            }

            fence = NextFence(fence, line);
            result.Append(line).Append('\n');
        }

        return result.ToString(0, result.Length - 1);
    }

    private static string NextFence(string fence, string line)
    {
        var trimmed = line.TrimStart(' ');
        var mark = trimmed.StartsWith('`') ? '`' : '~';
        var length = trimmed.Length - trimmed.TrimStart(mark).Length;
        var info = trimmed[length..];
        if (fence.Length == 0)
        {
            return length >= 3 && !(mark == '`' && info.Contains('`', StringComparison.Ordinal))
                ? trimmed[..length]
                : "";
        }

        return mark == fence[0] && length >= fence.Length && info.Trim(' ', '\t').Length == 0 ? "" : fence;
    }

    private static Diagnostic Invalid(string message) => WorkspaceDiagnostics.TaskValueInvalid.Error(message);
}
