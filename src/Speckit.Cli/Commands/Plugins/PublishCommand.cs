using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Authoring;
using Speckit.Cli.Interaction;
using Speckit.Cli.Registries;
using Speckit.Host.Acquisition;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Plugins;
using Speckit.Packaging.Trust;
using Speckit.Registry.Client.Publishing;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin publish</c>: uploads a built and signed package.</summary>
internal sealed class PublishCommand : SpeckitCommand
{
    private readonly Argument<string> _package = new("package")
    {
        Description = "The archive, or the plugin's folder with its built archive",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string?> _registry = RegistryOption.Create();

    private readonly Option<string?> _key = new("--public-key")
    {
        Description = "The public key, for the first publication (default ~/.specify/keys/public.pem)",
        HelpName = "FILE",
    };

    internal PublishCommand(CliEnvironment environment)
        : base(
            environment,
            "publish",
            "Publish a package to a registry; the token comes from SPECKIT_TOKEN or ~/.specify/credentials.yaml",
            "plugin publish --registry http://127.0.0.1:7878",
            "plugin publish my-plugin-1.0.0.tar.gz"
        )
    {
        Arguments.Add(_package);
        Options.Add(_registry);
        Options.Add(_key);
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var located = BuiltArchive.Locate(context, context.Parsed.GetValue(_package)!);
        var inspected = located.TryGet(out var path)
            ? PluginPackage.Open(path, cancellationToken: cancellationToken)
            : located.Propagate<PluginPackage>();
        if (!inspected.TryGet(out var package))
        {
            return CommandOutcome.Fail(inspected);
        }

        var connected = RegistryConnections.Open(context, context.Parsed.GetValue(_registry));
        if (!connected.TryGet(out var connections))
        {
            return CommandOutcome.Fail(connected);
        }

        using (connections)
        {
            return connections.Sources is [var only]
                ? await PublishAsync(context, located.Value, package, only, cancellationToken)
                : CommandOutcome.Fail(Ambiguous(connections));
        }
    }

    private static Diagnostic Ambiguous(RegistryConnections connections) =>
        connections.Sources.IsEmpty
            ? Speckit.Registry.Client.Configuration.RegistryConfiguration.NoRegistry()
            : CliDiagnostics.Usage.Error(
                "the project has several registries",
                $"name one with --registry: {string.Join(", ", connections.Sources.Select(s => s.Endpoint.Name))}"
            );

    private async Task<CommandOutcome> PublishAsync(
        CommandContext context,
        string path,
        PluginPackage package,
        RegistrySource registry,
        CancellationToken cancellationToken
    )
    {
        var key = ReadPublicKey(context);
        if (!key.Succeeded)
        {
            return CommandOutcome.Fail(key);
        }

        var terminal = context.Terminal;
        var title = $"{package.Manifest.Name}@{package.Manifest.Version}";
        var signature = path + PackageFileName.SignatureSuffix;
        var request = new PublishRequest
        {
            ArchivePath = path,
            Signature = File.Exists(signature) ? File.ReadAllBytes(signature) : null,
            PublicKey = key.Value.Length == 0 ? null : key.Value,
        };
        var loaded = PublishedVersions.WithSchema(package, path, cancellationToken);
        if (!loaded.TryGet(out var manifest))
        {
            return CommandOutcome.Fail(loaded);
        }

        var compared = await PublishedVersions.CompareAsync(manifest, [registry], mustReach: true, cancellationToken);
        if (compared.Unreachable is { } unreachable)
        {
            // It was waited for already.
            return CommandOutcome.Fail(unreachable);
        }

        foreach (var warning in compared.Notices)
        {
            context.ShowWarning(warning);
        }

        terminal.Line($"Uploading {TerminalText.Line(title)} to {TerminalText.Line(registry.Endpoint.ToString())}...");
        var published = await registry.Client.PublishAsync(request, progress: null, cancellationToken);
        if (!published.TryGet(out var response))
        {
            return CommandOutcome.Fail(published);
        }

        Report(terminal, response);
        return CommandOutcome.Done(
            new JsonObject
            {
                ["name"] = response.Name,
                ["version"] = response.Version,
                ["registry"] = registry.Endpoint.Url.AbsoluteUri,
                ["url"] = response.Url,
                ["trust"] = response.Trust.ToName(),
                ["keyid"] = response.KeyId,
                ["archive"] = response.Archive,
            },
            [.. compared.Notices, .. published.Diagnostics]
        );
    }

    /// <summary>The key to send along; empty where the user named none and has none.</summary>
    private Result<string> ReadPublicKey(CommandContext context)
    {
        var given = context.Parsed.GetValue(_key);
        var path = given is null ? context.Environment.User.PublicKeyFile : context.Absolute(given);
        if (File.Exists(path))
        {
            return File.ReadAllText(path);
        }

        return given is null
            ? ""
            : CliDiagnostics.NoKey.Error($"there is no public key '{given}'", "check the path given with --public-key");
    }

    private static void Report(Terminal terminal, PublishResponse response)
    {
        var ok = terminal.Green("✓");
        terminal.Line($"{ok} Package uploaded");
        if (response.KeyId is not null)
        {
            terminal.Line($"{ok} Signature verified");
        }

        terminal.Line($"{ok} Published to registry");
        foreach (var warning in response.Warnings)
        {
            terminal.Line($"  {terminal.Yellow("⚠")} {TerminalText.Line(warning.Message)}");
        }

        terminal.Line();
        terminal.Line($"Published: {TerminalText.Line(response.Name)}@{TerminalText.Line(response.Version)}");
        terminal.Line($"  URL: {TerminalText.Line(response.Url)}");
    }
}
