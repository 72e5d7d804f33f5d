using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Cli.Running;
using Speckit.Host;
using Speckit.Host.Extensions;
using Speckit.Host.Resident;
using Speckit.Host.Runtime;
using Speckit.Host.Staging;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Protocol.Messages;

namespace Speckit.Cli.Commands;

/// <summary><c>specify run</c>: runs a command of an enabled plugin.</summary>
internal sealed class RunCommand : SpeckitCommand
{
    private readonly CliEnvironment _environment;

    private readonly Argument<string> _command = new("command")
    {
        Description = "The plugin's command, such as jpspec:security-scan",
    };

    private readonly Option<int?> _timeout = new("--timeout")
    {
        Description = "Seconds after which the plugin is ended (default 300)",
        HelpName = "SECONDS",
    };

    internal RunCommand(CliEnvironment environment)
        : base(
            environment,
            "run",
            "Run a command of an enabled plugin; what follows its name is for the plugin",
            "run jpspec:security-scan",
            "run jpspec:security-scan auth --severity high",
            "run jpspec:security-scan --json"
        )
    {
        Arguments.Add(_command);
        Options.Add(_timeout);
        TreatUnmatchedTokensAsErrors = false;
        _environment = environment;
    }

    /// <summary>Writes the help of the plugin command that was named, if there is one.</summary>
    internal bool TryWriteHelp(ParseResult parsed)
    {
        var context = new CommandContext(_environment, parsed);
        return parsed.GetResult(_command) is { Tokens: [var name, ..] }
            && context.FindProject().TryGet(out var project)
            && PluginCommandHelp.TryWrite(
                project,
                name.Value,
                _environment.ProgramName,
                parsed.InvocationConfiguration.Output
            );
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var opened = context.OpenHost();
        if (!opened.TryGet(out var host))
        {
            return CommandOutcome.Fail(opened);
        }

        var recovered = ProjectTransaction.RecoverIfNeeded(host);
        if (!recovered.Succeeded)
        {
            return CommandOutcome.Fail(recovered);
        }

        var limits = context.Parsed.GetValue(_timeout) is { } seconds
            ? RuntimeLimits.Default with
            {
                Call = TimeSpan.FromSeconds(Math.Clamp(seconds, 1, 86_400)),
            }
            : RuntimeLimits.Default;
        var console = new PluginConsole(context.Terminal, context.ShowsLog);
        var pool = new PluginPool(host, context.Processes(host, limits, console));
        using var usage = new RunUsage(context.Environment, host);
        await using var hooks = new HookDispatcher(host, pool, context.ShowWarning);
        var invoker = new CommandInvoker(host, pool);
        var found = invoker.Find(context.Parsed.GetValue(_command)!);
        if (!found.TryGet(out var command))
        {
            return CommandOutcome.Fail(found);
        }

        var call = CallReader.Read(command.Provision, TokensOf(context.Parsed));
        var warnings = call.Succeeded ? Deprecations.Of(command, call.Value) : [];
        foreach (var warning in warnings)
        {
            context.ShowWarning(warning);
        }

        var ran = call.TryGet(out var parameters)
            ? await TryRunWarmAsync(context, host, console, parameters, cancellationToken)
                ?? await invoker.RunAsync(command, parameters, cancellationToken)
            : call.Propagate<CommandRunResult>();
        await usage.RecordAsync(command, ran);
        console.EndProgress();
        await hooks.DeliverAsync(cancellationToken);
        return ran.TryGet(out var result)
            ? Finish(context, console, command, result, warnings)
            : CommandOutcome.Fail(ran);
    }

    /// <summary>Runs the command in the project's resident host; null when there is none that can take it. A time limit of one's own goes
    /// with a process of one's own.</summary>
    private async Task<Result<CommandRunResult>?> TryRunWarmAsync(
        CommandContext context,
        HostEnvironment host,
        PluginConsole console,
        CommandRunParams call,
        CancellationToken cancellationToken
    )
    {
        if (context.Parsed.GetValue(_timeout) is not null)
        {
            return null;
        }

        await using var resident = await ResidentClient.TryConnectAsync(
            host.User,
            host.Project,
            console,
            context.ShowWarning,
            cancellationToken
        );
        return resident is null ? null : await resident.TryRunAsync(call, cancellationToken);
    }

    /// <summary>What is for the plugin. The parser takes the <c>--</c> away: it is put back where it stood.</summary>
    private static IReadOnlyList<string> TokensOf(ParseResult parsed)
    {
        var tokens = parsed.UnmatchedTokens;
        var fromDashes = parsed.Tokens.SkipWhile(t => t.Type != TokenType.DoubleDash).ToArray();
        if (fromDashes.Length == 0)
        {
            return tokens;
        }

        var before = Math.Max(0, tokens.Count - (fromDashes.Length - 1));
        return [.. tokens.Take(before), fromDashes[0].Value, .. tokens.Skip(before)];
    }

    private static CommandOutcome Finish(
        CommandContext context,
        PluginConsole console,
        Registration<CommandProvision> command,
        CommandRunResult result,
        ImmutableArray<Diagnostic> warnings
    )
    {
        var data = new JsonObject
        {
            ["command"] = command.Provision.Name,
            ["plugin"] = command.Plugin.Name.ToString(),
            ["pluginExitCode"] = result.ExitCode,
            ["result"] = result.Result is { } value ? JsonNode.Parse(value.GetRawText()) : null,
            ["findings"] = console.FindingsAsJson(),
        };
        if (!context.Json && !console.SaidAnything && result.Result is { ValueKind: not JsonValueKind.Null } shown)
        {
            context.Terminal.Line(TerminalText.Lines(JsonNode.Parse(shown.GetRawText())!.ToString()));
        }

        // A plugin says "problems found" with any code of its own; ours keep their meaning.
        return new CommandOutcome(data, warnings, result.ExitCode == 0 ? ExitCodes.Done : ExitCodes.Failed)
        {
            WereShown = true,
        };
    }
}
