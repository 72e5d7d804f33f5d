using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Registries;
using Speckit.Host;
using Speckit.Host.Acquisition;
using Speckit.Host.Lifecycle;
using Speckit.Packaging.Trust;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin install</c>: from a registry, an archive or a folder.</summary>
internal sealed class InstallCommand : SpeckitCommand
{
    private readonly Argument<string> _source = new("plugin")
    {
        Description = "[@scope/]name[@version], an archive (./x-1.0.0.tar.gz) or a folder (./x)",
    };

    private readonly Option<string?> _registry = RegistryOption.Create();

    internal InstallCommand(CliEnvironment environment)
        : base(
            environment,
            "install",
            "Install a plugin: it is shown what it may do, and stays inactive until it is enabled",
            "plugin install security-scanner",
            "plugin install security-scanner@^1.2",
            "plugin install ./security-scanner-1.2.0.tar.gz --yes"
        )
    {
        Arguments.Add(_source);
        Options.Add(_registry);
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var parsed = InstallSource.Parse(context.Parsed.GetValue(_source)!, context.Environment.WorkingDirectory);
        var opened = context.OpenHost();
        if (!parsed.TryGet(out var source) || !opened.TryGet(out var host))
        {
            return parsed.Succeeded ? CommandOutcome.Fail(opened) : CommandOutcome.Fail(parsed);
        }

        var connected =
            source is InstallSource.FromRegistry
                ? RegistryConnections.Open(context, context.Parsed.GetValue(_registry))
                : null;
        if (connected is { Succeeded: false })
        {
            return CommandOutcome.Fail(connected);
        }

        using var connections = connected?.Value;
        using var work = new TemporaryDirectory();
        var acquirer = new PackageAcquirer(
            new LocalPackages(context.Environment.User, work.Path),
            new RegistryPackages(connections?.Sources ?? [])
        );
        return await InstallAsync(context, host, acquirer, source, cancellationToken);
    }

    private static async Task<CommandOutcome> InstallAsync(
        CommandContext context,
        HostEnvironment host,
        PackageAcquirer acquirer,
        InstallSource source,
        CancellationToken cancellationToken
    )
    {
        await using var hooks = context.Hooks(host);
        var reporter = context.Reporter();
        var installer = new PluginInstaller(host, acquirer, reporter);
        var installed = await installer.InstallAsync(source, cancellationToken);
        if (!installed.TryGet(out var outcome))
        {
            return CommandOutcome.Fail(installed);
        }

        reporter.Done(
            outcome.Replaced is null
                ? "Plugin installed successfully"
                : $"Plugin installed successfully (was {outcome.Replaced})"
        );
        if (!outcome.Locked.Enabled)
        {
            context.Terminal.Line();
            context.Terminal.Line($"Run '{context.Environment.ProgramName} plugin enable {outcome.Name}' to activate.");
        }

        await hooks.DeliverAsync(cancellationToken);
        return CommandOutcome.Done(ToJson(outcome), reporter.Warnings);
    }

    private static JsonObject ToJson(InstallOutcome outcome) =>
        new()
        {
            ["name"] = outcome.Name.ToString(),
            ["version"] = outcome.Version.ToString(),
            ["replaced"] = outcome.Replaced?.ToString(),
            ["resolved"] = outcome.Locked.Resolved,
            ["archive"] = outcome.Locked.Archive,
            ["tree"] = outcome.Locked.Tree,
            ["trust"] = outcome.Locked.Trust.ToName(),
            ["signer"] = outcome.Locked.Signer,
            ["keyid"] = outcome.Locked.KeyId,
            ["capabilities"] = JsonLists.Of(outcome.Locked.Capabilities),
            ["enabled"] = outcome.Locked.Enabled,
        };
}
