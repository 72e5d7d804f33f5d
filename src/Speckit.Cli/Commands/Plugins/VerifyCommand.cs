using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Authoring;
using Speckit.Cli.Interaction;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Plugins;
using Speckit.Packaging.Signing;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin verify</c>: checks an archive against its detached signature.</summary>
internal sealed class VerifyCommand : SpeckitCommand
{
    private readonly Argument<string> _package = new("package") { Description = "The archive" };

    private readonly Option<string?> _key = new("--key")
    {
        Description = "The signer's public key (default ~/.specify/keys/public.pem)",
        HelpName = "FILE",
    };

    private readonly Option<string?> _signature = new("--signature")
    {
        Description = "The signature (default: the archive's name with .sig)",
        HelpName = "FILE",
    };

    internal VerifyCommand(CliEnvironment environment)
        : base(
            environment,
            "verify",
            "Verify a package's signature",
            "plugin verify my-plugin-1.0.0.tar.gz",
            "plugin verify my-plugin-1.0.0.tar.gz --key author.pem"
        )
    {
        Arguments.Add(_package);
        Options.Add(_key);
        Options.Add(_signature);
    }

    protected override Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Execute(context, cancellationToken));

    private CommandOutcome Execute(CommandContext context, CancellationToken cancellationToken)
    {
        var located = BuiltArchive.Locate(context, context.Parsed.GetValue(_package)!);
        if (!located.TryGet(out var path))
        {
            return CommandOutcome.Fail(located);
        }

        var signature = context.Parsed.GetValue(_signature) is { } given
            ? context.Absolute(given)
            : path + PackageFileName.SignatureSuffix;
        if (!File.Exists(signature))
        {
            return CommandOutcome.Fail(
                SignatureDiagnostics.SignatureMissing.Error(
                    $"there is no signature '{signature}'",
                    "run 'specify plugin sign', or name it with --signature"
                )
            );
        }

        var inspected = PluginPackage.Open(path, cancellationToken: cancellationToken);
        var key = LoadKey(context);
        if (!inspected.TryGet(out var package) || !key.Succeeded)
        {
            return inspected.Succeeded ? CommandOutcome.Fail(key) : CommandOutcome.Fail(inspected);
        }

        var verified = PackageVerifier.Verify(package.Identity, ReadEnvelope(signature), [key.Value]);
        return verified.TryGet(out var valid) ? Report(context, path, package, valid) : CommandOutcome.Fail(verified);
    }

    private Result<VerificationKey> LoadKey(CommandContext context)
    {
        var path = context.Parsed.GetValue(_key) is { } given
            ? context.Absolute(given)
            : context.Environment.User.PublicKeyFile;
        return File.Exists(path)
            ? VerificationKey.Load(path)
            : CliDiagnostics.NoKey.Error($"there is no public key '{path}'", "name the signer's with --key");
    }

    /// <summary>One byte more than an envelope may have is enough to be refused.</summary>
    private static byte[] ReadEnvelope(string path)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[Math.Min(file.Length, DsseEnvelope.MaxBytes + 1)];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static CommandOutcome Report(
        CommandContext context,
        string path,
        PluginPackage package,
        VerifiedSignature valid
    )
    {
        var terminal = context.Terminal;
        var ok = terminal.Green("✓");
        var predicate = valid.Statement.Predicate;
        terminal.Line($"{ok} Manifest signature valid (signed by: {TerminalText.Line(valid.Signer)})");
        terminal.Line($"{ok} Package signature valid");
        terminal.Line($"{ok} Timestamp: {predicate.Timestamp:yyyy-MM-ddTHH:mm:ssZ}");
        return CommandOutcome.Done(
            new JsonObject
            {
                ["package"] = path,
                ["name"] = package.Manifest.Name.ToString(),
                ["version"] = package.Manifest.Version.ToString(),
                ["signer"] = valid.Signer,
                ["keyid"] = valid.KeyId,
                ["archive"] = package.Contents.ArchiveDigest.ToString(),
                ["tree"] = package.Contents.TreeDigest.ToString(),
            }
        );
    }
}
