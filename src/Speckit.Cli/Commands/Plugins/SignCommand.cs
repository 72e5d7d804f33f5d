using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Authoring;
using Speckit.Cli.Interaction;
using Speckit.Host.Publishers;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Files;
using Speckit.Packaging.Plugins;
using Speckit.Packaging.Signing;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin sign</c>: writes the detached signature beside an archive, or adds one to those that are there
/// (JP design §8.2).</summary>
internal sealed class SignCommand : SpeckitCommand
{
    private readonly Argument<string> _package = new("package")
    {
        Description = "The archive, or the plugin's folder with its built archive",
        DefaultValueFactory = _ => ".",
    };

    private readonly Option<string?> _key = SigningKeys.CreateOption();

    private readonly Option<string?> _passphraseFile = Passphrases.CreateFileOption();

    private readonly Option<string?> _signer = new("--signer")
    {
        Description = "Who signs: a name or an address (default: the manifest's signer or author)",
        HelpName = "WHO",
    };

    private readonly Option<bool> _replace = new("--replace")
    {
        Description = "Sign anew, and drop the signatures that are there",
    };

    internal SignCommand(CliEnvironment environment)
        : base(
            environment,
            "sign",
            "Sign a built package; a package that is signed gets one more signature",
            "plugin sign",
            "plugin sign my-plugin-1.0.0.tar.gz --signer me@example.com"
        )
    {
        Arguments.Add(_package);
        Options.Add(_key);
        Options.Add(_passphraseFile);
        Options.Add(_signer);
        Options.Add(_replace);
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

        var loaded = await SigningKeys.LoadAsync(context, _key, _passphraseFile, cancellationToken);
        if (!loaded.TryGet(out var key))
        {
            return CommandOutcome.Fail(loaded);
        }

        using (key)
        {
            context.Terminal.Line($"Signing with: {SigningKeys.PathOf(context, _key)}");
            return Sign(context, located.Value, package, key);
        }
    }

    private CommandOutcome Sign(CommandContext context, string path, PluginPackage package, SigningKey key)
    {
        var target = path + PackageFileName.SignatureSuffix;
        var before = ReadPresent(context, target, package);
        if (!before.Succeeded)
        {
            return CommandOutcome.Fail(before);
        }

        var signed = before.Value is PresentSignatures.Fitting present
            ? AddTo(context, present, key)
            : SignAnew(context, package, key);
        if (!signed.TryGet(out var envelope))
        {
            return CommandOutcome.Fail(signed);
        }

        var isChanged = before.Value is not PresentSignatures.Fitting old || !ReferenceEquals(old.Envelope, envelope);
        if (isChanged)
        {
            AtomicFile.Write(target, envelope.ToJson());
        }

        return Report(context, package, path, envelope, key, isChanged);
    }

    /// <summary>What is signed already. Signatures of another build say nothing about this one.</summary>
    private Result<PresentSignatures> ReadPresent(CommandContext context, string target, PluginPackage package)
    {
        if (context.Parsed.GetValue(_replace) || !Path.Exists(target))
        {
            return new PresentSignatures.None();
        }

        var read = SignatureFile.Read(target);
        if (!read.TryGet(out var envelope))
        {
            return Result<PresentSignatures>.Failure([
                .. read.Diagnostics.Select(d => d with { Hint = "run the command with --replace to sign anew" }),
            ]);
        }

        var stated = EnvelopeInspector.ReadStatement(envelope, package.Identity);
        if (stated.TryGet(out var statement))
        {
            return new PresentSignatures.Fitting(envelope, statement);
        }

        if (stated.Diagnostics[0].Descriptor == SignatureDiagnostics.SubjectDigestMismatch)
        {
            context.Terminal.Line("The signatures that were there are of another build: they are replaced.");
            return new PresentSignatures.None();
        }

        return stated.Propagate<PresentSignatures>();
    }

    private Result<DsseEnvelope> SignAnew(CommandContext context, PluginPackage package, SigningKey key)
    {
        var manifest = package.Manifest;
        var signer =
            context.Parsed.GetValue(_signer)
            ?? manifest.Signatures?.Signer
            ?? manifest.Author
            ?? manifest.Name.ToString();
        return new PackageSigner(context.Environment.Time).Sign(package.Identity, key, signer);
    }

    private Result<DsseEnvelope> AddTo(CommandContext context, PresentSignatures.Fitting present, SigningKey key)
    {
        var stated = present.Statement.Predicate.Signer;
        if (context.Parsed.GetValue(_signer) is { } signer && signer != stated)
        {
            return CliDiagnostics.AlreadySigned.Error(
                $"the package is signed as '{stated}', and a further signature is over the same statement",
                "leave --signer out to add yours to it, or sign anew with --replace"
            );
        }

        // A signature that is known to be wrong is not to be vouched for by a good one beside it.
        var publishers = new PublisherStore(context.Environment.User, context.Environment.Time);
        var checks = EnvelopeInspector.CheckSignatures(present.Envelope, [key.PublicKey, .. publishers.KnownKeys()]);
        if (checks.FirstOrDefault(c => c.State == SignatureState.Wrong) is { } wrong)
        {
            return SignatureDiagnostics.SignatureWrong.Error(
                $"The signature by the key {wrong.KeyId} that is there does not fit what it signs.",
                "Run the command with --replace to sign anew."
            );
        }

        foreach (var unknown in checks.Where(c => c.State == SignatureState.Unknown))
        {
            context.Terminal.Line(
                $"Another signature, by the key {TerminalText.Line(unknown.KeyId ?? "(unnamed)")}, cannot be checked here."
            );
        }

        return PackageSigner.Countersign(present.Envelope, key);
    }

    private static CommandOutcome Report(
        CommandContext context,
        PluginPackage package,
        string path,
        DsseEnvelope envelope,
        SigningKey key,
        bool isChanged
    )
    {
        var target = path + PackageFileName.SignatureSuffix;
        var signer = EnvelopeInspector.ReadStatement(envelope, package.Identity).Value.Predicate.Signer;
        var count = envelope.Signatures.Length;
        var suffix = count > 1 ? $", {count} signatures" : "";
        context.Terminal.Line(
            isChanged
                ? $"Package signed: {TerminalText.Line(Path.GetFileName(target))} (by {TerminalText.Line(signer)}{suffix})"
                : $"The package is signed with this key already: {TerminalText.Line(Path.GetFileName(target))} is as it was."
        );
        return CommandOutcome.Done(
            new JsonObject
            {
                ["package"] = path,
                ["signature"] = target,
                ["signer"] = signer,
                ["keyid"] = key.PublicKey.KeyId,
                ["keyids"] = JsonLists.Of(envelope.Signatures.Select(s => s.KeyId ?? "")),
                ["changed"] = isChanged,
            }
        );
    }

    /// <summary>The signatures that are beside the archive.</summary>
    private abstract record PresentSignatures
    {
        /// <summary>None that are worth keeping.</summary>
        internal sealed record None : PresentSignatures;

        /// <summary>Signatures of this very archive.</summary>
        internal sealed record Fitting(DsseEnvelope Envelope, Statement Statement) : PresentSignatures;
    }
}
