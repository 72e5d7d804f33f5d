using System.CommandLine;
using System.Text;
using Speckit.Cli.Interaction;
using Speckit.Host.Configuration;
using Speckit.Host.Lifecycle;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Commands.Plugins.Configuration;

/// <summary><c>specify plugin config &lt;name&gt; edit</c>: opens a copy in the user's editor and puts it in place when it is valid.</summary>
internal sealed class ConfigEditCommand : PluginConfigurationCommand
{
    internal ConfigEditCommand(CliEnvironment environment, Argument<string> name)
        : base(
            environment,
            name,
            "edit",
            "Open your configuration in $VISUAL or $EDITOR; it is checked before it is saved",
            "plugin config jira-sync edit"
        ) { }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        PluginConfigurator configurator,
        PluginName name,
        CancellationToken cancellationToken
    )
    {
        var read = configurator.ReadText(name);
        if (!read.TryGet(out var seen))
        {
            return CommandOutcome.Fail(read);
        }

        using var work = new TemporaryDirectory();
        var copy = Path.Combine(work.Path, "config.yaml");
        var offered = seen.Length > 0 ? seen : Template(configurator, name);
        await File.WriteAllTextAsync(copy, offered, new UTF8Encoding(false), cancellationToken);
        while (true)
        {
            var edited = await UserEditor.OpenAsync(context, copy, cancellationToken);
            if (!edited.Succeeded)
            {
                return CommandOutcome.Fail(edited);
            }

            var text = await File.ReadAllTextAsync(copy, cancellationToken);
            if (string.Equals(text, offered, StringComparison.Ordinal) && seen.Length == 0)
            {
                text = seen;
            }

            var check = configurator.Check(name, text);
            var errors = check.TryGet(out var verdict) ? [.. verdict.Where(IsError)] : check.Diagnostics;
            if (errors.IsEmpty || string.Equals(text, seen, StringComparison.Ordinal))
            {
                return Report(context, await configurator.ReplaceAsync(name, seen, text, cancellationToken), "Changed");
            }

            if (!await WantsAgainAsync(context, [.. errors], cancellationToken))
            {
                return CommandOutcome.Fail(errors);
            }
        }
    }

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == Severity.Error;

    private static async Task<bool> WantsAgainAsync(
        CommandContext context,
        Diagnostic[] errors,
        CancellationToken cancellationToken
    )
    {
        if (!context.Terminal.CanAsk || context.Yes)
        {
            return false;
        }

        foreach (var error in errors)
        {
            DiagnosticPrinter.Print(context.Environment.Error, error, context.Environment.ErrorHasColor);
        }

        var answer = await context.Terminal.AskAsync("Not saved. Edit again? [Y/n]: ", cancellationToken);
        return answer?.Trim().ToUpperInvariant() is "" or "Y" or "YES";
    }

    /// <summary>What an empty configuration could say, as comments.</summary>
    private static string Template(PluginConfigurator configurator, PluginName name)
    {
        var text = new StringBuilder($"# Your configuration of {name}. Take the '#' from what you want to change.\n");
        var read = configurator.View(name);
        foreach (var entry in read.TryGet(out var view) ? view.Entries : [])
        {
            var about = entry.Description is { } description ? $"  # {TerminalText.Line(description)}" : "";
            var value = entry.Origin == ConfigurationOrigin.Unset ? "" : entry.Value?.ToJsonString() ?? "null";
            text.Append(TerminalText.Line($"# {entry.Key}: {value}")).Append(about).Append('\n');
        }

        return text.ToString();
    }
}
