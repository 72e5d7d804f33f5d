using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Host;
using Speckit.Host.Consent;
using Speckit.Host.Installed;
using Speckit.Host.Lifecycle;
using Speckit.Host.Staging;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Commands.Trust;

/// <summary><c>specify trust</c>: reviews what the plugins of a checkout may do, and consents to it on this machine.</summary>
internal sealed class TrustCommand : SpeckitCommand
{
    internal TrustCommand(CliEnvironment environment)
        : base(
            environment,
            "trust",
            "Review and accept what the plugins of this checkout may do on this machine",
            "trust",
            "trust --yes"
        ) =>
        Subcommands.Add(
            new Command("key", "The publishers that you know, by their keys")
            {
                new KeyListCommand(environment),
                new KeyAddCommand(environment),
                new KeyForgetCommand(environment),
                new KeyRevokeCommand(environment),
                new KeyUnrevokeCommand(environment),
            }
        );

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

        var loaded = InstalledIndex.Load(host.Project);
        if (!loaded.Succeeded)
        {
            return CommandOutcome.Fail(loaded);
        }

        var consents = host.Consents.Read(host.Project);
        var unreviewed = loaded.Value.Where(p => consents.GetValueOrDefault(p.Name)?.Tree != p.Tree).ToImmutableArray();
        if (unreviewed.IsEmpty)
        {
            context.Terminal.Line("Every plugin of this project was consented to on this machine.");
            return CommandOutcome.Done(new JsonObject { ["trusted"] = new JsonArray() });
        }

        return await ReviewAsync(context, host, unreviewed, cancellationToken);
    }

    private static async Task<CommandOutcome> ReviewAsync(
        CommandContext context,
        HostEnvironment host,
        ImmutableArray<InstalledPlugin> plugins,
        CancellationToken cancellationToken
    )
    {
        var reporter = context.Reporter();
        foreach (var plugin in plugins)
        {
            Show(context.Terminal, plugin);
        }

        var answer = await reporter.ConfirmAsync("Consent to these plugins?", cancellationToken);
        if (answer != ConsentAnswer.Accepted)
        {
            var names = string.Join(", ", plugins.Select(p => p.Name));
            return CommandOutcome.Fail(
                answer == ConsentAnswer.Refused
                    ? HostDiagnostics.ConsentRefused.Error($"not consented to: {names}")
                    : HostDiagnostics.ConsentNeeded.Error(
                        $"consent to {names} is needed, and there is no terminal to ask on",
                        "review them, then run the command again with --yes"
                    )
            );
        }

        var begun = await ProjectTransaction.BeginAsync(host, cancellationToken);
        if (!begun.TryGet(out var transaction))
        {
            return CommandOutcome.Fail(begun);
        }

        using (transaction)
        {
            foreach (var plugin in plugins)
            {
                host.Consents.Give(host.Project, plugin.Name, new Consented(plugin.Tree, plugin.Capabilities));
            }
        }

        context.Terminal.Line(
            $"{context.Terminal.Green("✓")} Consented to {plugins.Length} plugin(s) on this machine."
        );
        return CommandOutcome.Done(
            new JsonObject { ["trusted"] = JsonLists.Of(plugins.Select(p => p.Name.ToString())) }
        );
    }

    private static void Show(Terminal terminal, InstalledPlugin plugin)
    {
        terminal.Line(terminal.Bold($"{plugin.Name} {TerminalText.Line(plugin.Version)}"));
        terminal.Line($"  {TerminalText.Line(plugin.Description)}");
        terminal.Line($"  from {TerminalText.Line(plugin.Resolved)}");
        if (plugin.Capabilities.IsEmpty)
        {
            terminal.Line("  no capabilities");
        }

        foreach (var capability in plugin.Capabilities.Select(Capability.Find).OfType<Capability>())
        {
            terminal.Line($"  • {capability.Id}  {capability.Meaning}");
        }
    }
}
