using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Host;
using Speckit.Host.Dependencies;
using Speckit.Host.Lifecycle;
using Speckit.Host.Locking;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin remove</c>.</summary>
internal sealed class RemoveCommand : SpeckitCommand
{
    private readonly Argument<string> _name = PluginNameArgument.Create("The plugin to remove");

    private readonly Option<bool> _purge = new("--purge") { Description = "Delete its configuration and data too" };

    internal RemoveCommand(CliEnvironment environment)
        : base(
            environment,
            "remove",
            "Remove a plugin; its configuration is kept unless --purge",
            "plugin remove security-scanner",
            "plugin remove security-scanner --purge --yes"
        )
    {
        Arguments.Add(_name);
        Options.Add(_purge);
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var name = PluginNameArgument.Read(context, _name);
        var opened = context.OpenHost();
        if (!name.TryGet(out var plugin) || !opened.TryGet(out var host))
        {
            return name.Succeeded ? CommandOutcome.Fail(opened) : CommandOutcome.Fail(name);
        }

        await using var hooks = context.Hooks(host);
        var reporter = context.Reporter();
        var remover = new PluginRemover(host, reporter);
        var removed = await remover.RemoveAsync(plugin, context.Parsed.GetValue(_purge), cancellationToken);
        if (!removed.TryGet(out var outcome))
        {
            return CommandOutcome.Fail(removed);
        }

        reporter.Done($"Deleted .specify/plugins/{plugin.RelativePath}/");
        reporter.Done("Plugin removed successfully");
        if (outcome.KeptConfiguration)
        {
            reporter.Note($"Kept .specify/plugins/{plugin.RelativePath}/config.yaml (--purge deletes it)");
        }

        var orphans = OrphansOf(host);
        foreach (var orphan in orphans)
        {
            reporter.Note(
                $"{orphan} is no longer needed by anything: {context.Environment.ProgramName} plugin remove {orphan}"
            );
        }

        await hooks.DeliverAsync(cancellationToken);
        return CommandOutcome.Done(
            new JsonObject
            {
                ["name"] = plugin.ToString(),
                ["version"] = outcome.Plugin.Version,
                ["removedFiles"] = JsonLists.Of(outcome.Outputs.Removed),
                ["keptConfiguration"] = outcome.KeptConfiguration,
                ["orphans"] = JsonLists.Of(orphans.Select(o => o.ToString())),
            },
            reporter.Warnings
        );
    }

    private static ImmutableArray<PluginName> OrphansOf(HostEnvironment host)
    {
        var read = LockFileReader.Read(host.Project.LockFile);
        return read.TryGet(out var lockFile) ? new DependencyGraph(lockFile).Orphans : [];
    }
}
