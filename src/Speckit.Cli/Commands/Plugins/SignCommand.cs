using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Authoring;
using Speckit.Cli.Interaction;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Files;
using Speckit.Packaging.Plugins;
using Speckit.Packaging.Signing;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin sign</c>: writes the detached signature beside an archive (JP design §8.2).</summary>
internal sealed class SignCommand : SpeckitCommand
{
    private readonly Argument<string> _package = new("package")
    {
        Description = "The archive, or the plugin's folder with its built archive",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string?> _key = SigningKeys.CreateOption();

    private readonly Option<string?> _signer = new("--signer")
    {
        Description = "Who signs: a name or an address (default: the manifest's signer or author)",
        HelpName = "WHO",
    };

    internal SignCommand(CliEnvironment environment)
        : base(
            environment,
            "sign",
            "Sign a built package",
            "plugin sign",
            "plugin sign my-plugin-1.0.0.tar.gz --signer me@example.com"
        )
    {
        Arguments.Add(_package);
        Options.Add(_key);
        Options.Add(_signer);
    }

    protected override Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Execute(context, cancellationToken));

    private CommandOutcome Execute(CommandContext context, CancellationToken cancellationToken)
    {
        var located = BuiltArchive.Locate(context, context.Parsed.GetValue(_package)!);
        var inspected = located.TryGet(out var path)
            ? PluginPackage.Open(path, cancellationToken: cancellationToken)
            : located.Propagate<PluginPackage>();
        if (!inspected.TryGet(out var package))
        {
            return CommandOutcome.Fail(inspected);
        }

        var loaded = SigningKeys.Load(context, _key);
        if (!loaded.TryGet(out var key))
        {
            return CommandOutcome.Fail(loaded);
        }

        using (key)
        {
            return Sign(context, located.Value, package, key);
        }
    }

    private CommandOutcome Sign(CommandContext context, string path, PluginPackage package, SigningKey key)
    {
        var terminal = context.Terminal;
        terminal.Line($"Signing with: {SigningKeys.PathOf(context, _key)}");
        var manifest = package.Manifest;
        var signer =
            context.Parsed.GetValue(_signer)
            ?? manifest.Signatures?.Signer
            ?? manifest.Author
            ?? manifest.Name.ToString();
        var envelope = new PackageSigner(context.Environment.Time).Sign(package.Identity, key, signer);
        var target = path + PackageFileName.SignatureSuffix;
        AtomicFile.Write(target, envelope.ToJson());
        terminal.Line(
            $"Package signed: {TerminalText.Line(Path.GetFileName(target))} (by {TerminalText.Line(signer)})"
        );
        return CommandOutcome.Done(
            new JsonObject
            {
                ["package"] = path,
                ["signature"] = target,
                ["signer"] = signer,
                ["keyid"] = key.PublicKey.KeyId,
            }
        );
    }
}
