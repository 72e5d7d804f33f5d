using System.Text.Json.Nodes;
using Speckit.Host.Audit;
using Speckit.Host.Events;
using Speckit.Host.Extensions;
using Speckit.Host.Installed;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Runtime;

/// <summary>Runs plugins' commands (JP design §5.4): find, check, start, call, audit.</summary>
/// <param name="host">The project.</param>
/// <param name="pool">The plugins' processes.</param>
public sealed class CommandInvoker(HostEnvironment host, PluginPool pool)
{
    /// <summary>Finds an enabled plugin's command.</summary>
    public static Result<Registration<CommandProvision>> Find(HostEnvironment host, string name)
    {
        ArgumentNullException.ThrowIfNull(host);
        var loaded = InstalledIndex.Load(host.Project);
        if (!loaded.Succeeded)
        {
            return loaded.Propagate<Registration<CommandProvision>>();
        }

        var plugins = loaded.Value;
        var table = ExtensionTable.Of(plugins);
        if (table.FindCommand(name) is { } found)
        {
            return found;
        }

        var disabled = plugins.FirstOrDefault(p => !p.Enabled && p.Commands.Any(c => c.Name == name));
        return disabled is not null
            ? HostDiagnostics.UnknownCommand.Error(
                $"{name} is a command of {disabled.Name}, which is not enabled",
                $"run 'specify plugin enable {disabled.Name}'"
            )
            : Unknown(name, table);
    }

    /// <summary>Runs a command.</summary>
    /// <param name="command">From <see cref="Find"/>.</param>
    /// <param name="call">Its arguments and options.</param>
    /// <param name="cancellationToken">Tells the plugin to stop.</param>
    public async Task<Result<CommandRunResult>> RunAsync(
        Registration<CommandProvision> command,
        CommandRunParams call,
        CancellationToken cancellationToken
    )
    {
        var name = command.Plugin.Name.ToString();
        var started = await pool.GetAsync(command.Plugin, command.Provision.Entrypoint.Path, cancellationToken);
        if (!started.TryGet(out var process))
        {
            await AuditAsync(AuditOutcome.Refused, name, call.Name, started.Diagnostics[0].Message);
            return started.Propagate<CommandRunResult>();
        }

        await EmitAsync(CoreEvents.CommandInvoked, name, call, new JsonObject { ["args"] = ArgumentsOf(call) });
        await AuditAsync(AuditOutcome.Allowed, name, call.Name, null);
        var result = await CallAsync(process, call, name, cancellationToken);
        if (result.TryGet(out var done))
        {
            await AuditAsync(AuditOutcome.Done, name, call.Name, $"exit code {done.ExitCode}");
            await EmitAsync(CoreEvents.CommandCompleted, name, call, new JsonObject { ["exitCode"] = done.ExitCode });
            return result;
        }

        var problem = result.Diagnostics[0];
        if (EndsTheProcess(problem))
        {
            await pool.DropAsync(command.Plugin, command.Provision.Entrypoint.Path);
        }

        await AuditAsync(AuditOutcome.Failed, name, call.Name, problem.Message);
        await EmitAsync(
            CoreEvents.Error,
            name,
            call,
            new JsonObject { ["error"] = problem.Message, ["context"] = call.Name }
        );
        return result;
    }

    private async Task<Result<CommandRunResult>> CallAsync(
        PluginProcess process,
        CommandRunParams call,
        string plugin,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await process.RunCommandAsync(call, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await AuditAsync(AuditOutcome.Failed, plugin, call.Name, "interrupted");
            throw;
        }
    }

    private static bool EndsTheProcess(Diagnostic problem) =>
        problem.Descriptor == HostDiagnostics.TimedOut
        || problem.Descriptor == HostDiagnostics.PluginFailed
        || problem.Descriptor == HostDiagnostics.LimitExceeded;

    private static JsonArray ArgumentsOf(CommandRunParams call) =>
        new([.. call.Arguments.Select(a => (JsonNode?)JsonValue.Create(a))]);

    private Task EmitAsync(string type, string plugin, CommandRunParams call, JsonObject payload)
    {
        payload["plugin"] = plugin;
        payload["command"] = call.Name;
        return host.Events.CoreAsync(type, payload, CancellationToken.None);
    }

    private Task AuditAsync(AuditOutcome outcome, string plugin, string command, string? detail) =>
        host.Audit.AppendAsync(
            new AuditRecord("run", plugin, outcome, command, Detail: detail),
            CancellationToken.None
        );

    private static Diagnostic Unknown(string name, ExtensionTable table)
    {
        var names = table.Commands.Select(c => c.Provision.Name).ToList();
        var guess = Suggestion.Closest(name, names);
        var hint =
            guess is not null ? $"did you mean {guess}?"
            : names.Count > 0 ? $"there are: {string.Join(", ", names)}"
            : "no enabled plugin has commands: 'specify plugin list'";
        return HostDiagnostics.UnknownCommand.Error($"there is no command {name}", hint);
    }
}
