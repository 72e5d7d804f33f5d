using System.CommandLine;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli;

/// <summary>Turns what the parser could not make sense of into diagnostics with a hint.</summary>
internal static class UsageErrors
{
    internal static IReadOnlyList<Diagnostic> Of(ParseResult parsed, string program)
    {
        var command = parsed.CommandResult.Command;
        var path = PathOf(parsed.CommandResult);
        var help = $"run '{program}{path} --help'";
        if (parsed.UnmatchedTokens.Count > 0 && command.TreatUnmatchedTokensAsErrors)
        {
            return [.. parsed.UnmatchedTokens.Select(token => Unknown(command, token, help))];
        }

        if (command.Action is null && command.Subcommands.Count > 0)
        {
            var names = string.Join(", ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name));
            return [CliDiagnostics.Usage.Error($"'{program}{path}' needs a command: {names}", help)];
        }

        return [.. parsed.Errors.Select(e => CliDiagnostics.Usage.Error(e.Message.TrimEnd('.'), help))];
    }

    private static Diagnostic Unknown(Command command, string token, string help)
    {
        var isOption = token.StartsWith('-');
        var known = isOption
            ? command.Options.Select(o => o.Name).Append("--json").Append("--yes").Append("--project-root")
            : command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
        var guess = Suggestion.Closest(token, known);
        var what =
            isOption ? "option"
            : command.Subcommands.Count > 0 ? "command"
            : "argument";
        return CliDiagnostics.Usage.Error(
            $"unknown {what} '{token}'",
            guess is null ? help : $"did you mean '{guess}'? {help} for all"
        );
    }

    private static string PathOf(System.CommandLine.Parsing.CommandResult result)
    {
        var names = new List<string>();
        for (
            var current = result;
            current?.Parent is not null;
            current = current.Parent as System.CommandLine.Parsing.CommandResult
        )
        {
            names.Insert(0, " " + current.Command.Name);
        }

        return string.Concat(names);
    }
}
