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

        var found = CommandInvoker.Find(host, context.Parsed.GetValue(_command)!);
        if (!found.TryGet(out var command))
        {
            return CommandOutcome.Fail(found);
        }

        var read = CallReader.Read(command.Provision, TokensOf(context.Parsed));
        if (!read.TryGet(out var call))
        {
            return CommandOutcome.Fail(read);
        }

        var warnings = Deprecations.Of(command, call);
        foreach (var warning in warnings)
        {
            context.ShowWarning(warning);
        }

        using var usage = new RunUsage(context.Environment, host);
        var console = new PluginConsole(context.Terminal, context.ShowsLog);
        var invocation = new Invocation(host, command, call, console, usage);
        var ran =
            await TryRunWarmAsync(context, invocation, cancellationToken)
            ?? await RunColdAsync(context, invocation, cancellationToken);
        return ran.TryGet(out var result)
            ? Finish(context, console, command, result, warnings)
            : CommandOutcome.Fail(ran);
    }

    /// <summary>Runs the command in the project's resident host; null when there is none that can take it. A time limit of one's own goes
    /// with a process of one's own.</summary>
    private async Task<Result<CommandRunResult>?> TryRunWarmAsync(
        CommandContext context,
        Invocation invocation,
        CancellationToken cancellationToken
    )
    {
        var (host, command, call, console, usage) = invocation;
        if (context.Parsed.GetValue(_timeout) is not null)
        {
            return null;
        }

        using var resident = ResidentClient.TryConnect(host.User, host.Project, context.Environment.Self);
        if (
            resident?.TryRun(call, context.Environment.Variables(), console, context.ShowWarning, cancellationToken)
            is not { } ran
        )
        {
            return null;
        }

        await usage.RecordAsync(command, ran);
        console.EndProgress();
        return ran;
    }

    private async Task<Result<CommandRunResult>> RunColdAsync(
        CommandContext context,
        Invocation invocation,
        CancellationToken cancellationToken
    )
    {
        var (host, command, call, console, usage) = invocation;
        var limits = context.Parsed.GetValue(_timeout) is { } seconds
            ? RuntimeLimits.Default with
            {
                Call = TimeSpan.FromSeconds(Math.Clamp(seconds, 1, 86_400)),
            }
            : RuntimeLimits.Default;
        var pool = new PluginPool(host, context.Processes(host, limits, console));
        await using var hooks = new HookDispatcher(host, pool, context.ShowWarning);
        var ran = await new CommandInvoker(host, pool).RunAsync(command, call, cancellationToken);
        await usage.RecordAsync(command, ran);
        console.EndProgress();
        await hooks.DeliverAsync(cancellationToken);
        return ran;
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
        if (!context.Json && !console.SaidAnything && result.Result is { ValueKind: not JsonValueKind.Null } shown)
        {
            context.Terminal.Line(TerminalText.Lines(JsonNode.Parse(shown.GetRawText())!.ToString()));
        }

        // A plugin says "problems found" with any code of its own; ours keep their meaning.
        return new CommandOutcome(
            context.Json ? Describe(console, command, result) : [],
            warnings,
            result.ExitCode == 0 ? ExitCodes.Done : ExitCodes.Failed
        )
        {
            WereShown = true,
        };
    }

    private static JsonObject Describe(
        PluginConsole console,
        Registration<CommandProvision> command,
        CommandRunResult result
    ) =>
        new()
        {
            ["command"] = command.Provision.Name,
            ["plugin"] = command.Plugin.Name.ToString(),
            ["pluginExitCode"] = result.ExitCode,
            ["result"] = result.Result is { } value ? JsonNode.Parse(value.GetRawText()) : null,
            ["findings"] = console.FindingsAsJson(),
        };

    /// <summary>A command to run, and who is told of it.</summary>
    private sealed record Invocation(
        HostEnvironment Host,
        Registration<CommandProvision> Command,
        CommandRunParams Call,
        PluginConsole Console,
        RunUsage Usage
    );
}
