using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Installing;
using Speckit.Cli.Registries;
using Speckit.Host;
using Speckit.Host.Acquisition;
using Speckit.Host.Lifecycle;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin install</c>: from a registry, an archive, a folder or the web; or exactly what is locked.</summary>
internal sealed class InstallCommand : SpeckitCommand
{
    private readonly Argument<string?> _source = new("plugin")
    {
        Description =
            "[@scope/]name[@version], an archive (./x-1.0.0.tar.gz), a folder (./x) or https://…/x.tar.gz#sha256=…",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _registry = RegistryOption.Create();
    private readonly Option<bool> _offline = RegistryOption.CreateOffline();

    private readonly Option<bool> _locked = new("--locked")
    {
        Description = "Install exactly what plugins.lock.json says, or fail",
    };

    private readonly Option<bool> _link = new("--link")
    {
        Description = "Use the folder in place instead of copying it, for development",
    };

    private readonly Option<bool> _prereleases = new("--pre") { Description = "Let pre-releases count like releases" };

    private readonly Option<string?> _key = new("--key")
    {
        Description = "The publisher's public key, for an archive that was signed with a key not known here",
        HelpName = "FILE",
    };

    internal InstallCommand(CliEnvironment environment)
        : base(
            environment,
            "install",
            "Install a plugin and what it needs: it is shown what it may do, and stays inactive until it is enabled",
            "plugin install security-scanner",
            "plugin install security-scanner@^1.2",
            "plugin install ./security-scanner-1.2.0.tar.gz --yes",
            "plugin install --link ./my-plugin",
            "plugin install --locked"
        )
    {
        Arguments.Add(_source);
        Options.Add(_registry);
        Options.Add(_offline);
        Options.Add(_locked);
        Options.Add(_link);
        Options.Add(_prereleases);
        Options.Add(_key);
        Validators.Add(result =>
        {
            var isLocked = result.GetValue(_locked);
            if (isLocked == (result.GetValue(_source) is not null))
            {
                result.AddError(
                    isLocked
                        ? "--locked installs what is locked and takes no plugin."
                        : "Name a plugin, or use --locked."
                );
            }
        });
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var parsed = ParseSource(context);
        var opened = LifecycleKit.Open(
            context,
            new LifecycleSettings
            {
                Registry = context.Parsed.GetValue(_registry),
                Offline = context.Parsed.GetValue(_offline),
                IncludePrereleases = context.Parsed.GetValue(_prereleases),
                KeyFile = context.Parsed.GetValue(_key) is { } key ? context.Absolute(key) : null,
            }
        );
        if (parsed is { Succeeded: false } || !opened.TryGet(out var kit))
        {
            return parsed is { Succeeded: false } ? CommandOutcome.Fail(parsed) : CommandOutcome.Fail(opened);
        }

        using (kit)
        {
            await using var hooks = context.Hooks(kit.Host);
            var outcome = parsed is null
                ? await InstallLockedAsync(context, kit, cancellationToken)
                : await InstallAsync(context, kit, parsed.Value, cancellationToken);
            await hooks.DeliverAsync(cancellationToken);
            return outcome;
        }
    }

    private Result<InstallSource>? ParseSource(CommandContext context)
    {
        if (context.Parsed.GetValue(_source) is not { } text)
        {
            return null;
        }

        var parsed = InstallSource.Parse(text, context.Environment.WorkingDirectory, context.Environment.User);
        if (!context.Parsed.GetValue(_link) || !parsed.TryGet(out var source))
        {
            return parsed;
        }

        return source is InstallSource.FromFolder folder
            ? new InstallSource.FromLink(folder.Path)
            : HostDiagnostics.SourceInvalid.Error(
                $"'{text}' is not a plugin's folder, and --link uses one in place",
                "name the folder, such as ./my-plugin"
            );
    }

    private static async Task<CommandOutcome> InstallAsync(
        CommandContext context,
        LifecycleKit kit,
        InstallSource source,
        CancellationToken cancellationToken
    )
    {
        var installed = await kit.Installer.InstallAsync(source, cancellationToken);
        if (!installed.TryGet(out var outcome))
        {
            return CommandOutcome.Fail(installed);
        }

        foreach (var plugin in outcome.Plugins[..^1])
        {
            kit.Reporter.Done($"{plugin.Name} {plugin.Version} installed, which {outcome.Asked.Name} needs");
        }

        kit.Reporter.Done(
            outcome.Asked.Replaced is { } replaced
                ? $"Plugin installed successfully (was {replaced})"
                : "Plugin installed successfully"
        );

        NextSteps.Show(context, outcome.Asked);
        var json = InstalledJson.Of(outcome.Asked);
        json["plugins"] = InstalledJson.Of(outcome.Plugins);
        return CommandOutcome.Done(json, kit.Reporter.Warnings);
    }

    private static async Task<CommandOutcome> InstallLockedAsync(
        CommandContext context,
        LifecycleKit kit,
        CancellationToken cancellationToken
    )
    {
        var installed = await kit.Restorer.InstallLockedAsync(cancellationToken);
        if (!installed.Succeeded)
        {
            return CommandOutcome.Fail(installed);
        }

        ImmutableArray<InstalledOutcome> plugins = installed.Value;
        foreach (var plugin in plugins)
        {
            kit.Reporter.Done($"{plugin.Name} {plugin.Version} installed as locked");
        }

        if (plugins.IsEmpty)
        {
            context.Terminal.Line("Everything that is locked is installed.");
        }

        return CommandOutcome.Done(new JsonObject { ["plugins"] = InstalledJson.Of(plugins) }, kit.Reporter.Warnings);
    }
}
