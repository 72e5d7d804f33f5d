using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Authoring;
using Speckit.Host;
using Speckit.Host.Integrity;
using Speckit.Host.Locking;
using Speckit.Host.Publishers;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Plugins;
using Speckit.Packaging.Signing;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin verify</c>: checks an archive, or an installed plugin, against its detached signature.</summary>
internal sealed class VerifyCommand : SpeckitCommand
{
    private readonly Argument<string> _package = new("package")
    {
        Description = "The archive, the plugin's folder with its built archive, or the name of an installed plugin",
    };

    private readonly Option<string[]> _keys = new("--key")
    {
        Description = "A public key that counts; may be given several times (default: yours and those known to you)",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _signers = new("--signer")
    {
        Description = "A signer that is allowed, as a pattern or a key's identifier; may be given several times",
        HelpName = "PATTERN",
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
            "Verify the signatures of a package or of an installed plugin",
            "plugin verify my-plugin-1.0.0.tar.gz",
            "plugin verify my-plugin-1.0.0.tar.gz --key author.pem --signer '*@example.com'",
            "plugin verify security-scanner"
        )
    {
        Arguments.Add(_package);
        Options.Add(_keys);
        Options.Add(_signers);
        Options.Add(_signature);
    }

    protected override Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Execute(context, cancellationToken));

    private CommandOutcome Execute(CommandContext context, CancellationToken cancellationToken)
    {
        var given = context.Parsed.GetValue(_package)!;
        var terms = ReadTerms(context);
        if (!terms.Succeeded)
        {
            return CommandOutcome.Fail(terms);
        }

        // What is there under that path is meant; a name is a name where nothing is.
        return Path.Exists(context.Absolute(given)) || !PluginName.TryParse(given, out var name)
            ? VerifyFile(context, given, terms.Value, cancellationToken)
            : VerifyInstalled(context, name, terms.Value, cancellationToken);
    }

    private CommandOutcome VerifyFile(
        CommandContext context,
        string given,
        ReviewTerms terms,
        CancellationToken cancellationToken
    )
    {
        var located = BuiltArchive.Locate(context, given);
        if (!located.TryGet(out var path))
        {
            return CommandOutcome.Fail(located);
        }

        var envelope = SignatureFile.Read(SignaturePath(context, path + PackageFileName.SignatureSuffix));
        if (!envelope.Succeeded)
        {
            return CommandOutcome.Fail(envelope);
        }

        var inspected = PluginPackage.Open(path, cancellationToken: cancellationToken);
        return inspected.TryGet(out var package)
            ? Finish(context, path, package, PackageReview.Of(package.Identity, envelope.Value, terms), [])
            : CommandOutcome.Fail(inspected);
    }

    private CommandOutcome VerifyInstalled(
        CommandContext context,
        PluginName name,
        ReviewTerms terms,
        CancellationToken cancellationToken
    )
    {
        var opened = context.OpenHost();
        if (!opened.TryGet(out var host))
        {
            return CommandOutcome.Fail(opened);
        }

        var read = LockFileReader.Read(host.Project.LockFile);
        if (!read.TryGet(out var lockFile))
        {
            return CommandOutcome.Fail(read);
        }

        if (!lockFile.Plugins.TryGetValue(name, out var locked))
        {
            return CommandOutcome.Fail(
                HostDiagnostics.NotInstalled.Error(
                    $"there is no package '{name}', and no plugin of that name is installed in this project",
                    "check the path; 'specify plugin list' shows what is installed"
                )
            );
        }

        var kept = KeptPackage.Open(host, name, locked, cancellationToken);
        if (!kept.TryGet(out var package))
        {
            return CommandOutcome.Fail(kept);
        }

        var envelope = SignatureFile.Read(SignaturePath(context, package.SignaturePath));
        if (!envelope.Succeeded)
        {
            return CommandOutcome.Fail(Unsigned(name, locked, envelope.Diagnostics[0]));
        }

        var review = PackageReview.Of(package.Package.Identity, envelope.Value, terms);
        var problems = new[]
        {
            FindOtherKey(name, locked, review.Signature),
            TreeIntegrity.CheckFully(host, name, locked.Tree, locked.Archive),
        };
        if (problems[1] is null)
        {
            context.Terminal.Line($"{context.Terminal.Green("✓")} Installed files are those of the package");
        }

        return Finish(context, package.ArchivePath, package.Package, review, [.. problems.OfType<Diagnostic>()]);
    }

    private string SignaturePath(CommandContext context, string beside) =>
        context.Parsed.GetValue(_signature) is { } given ? context.Absolute(given) : beside;

    private Result<ReviewTerms> ReadTerms(CommandContext context)
    {
        var publishers = new PublisherStore(context.Environment.User, context.Environment.Time);
        var pins = publishers.Read();
        if (!pins.Succeeded)
        {
            return pins.Propagate<ReviewTerms>();
        }

        var signers = context.Parsed.GetValue(_signers)!.ToImmutableArray();
        var given = context.Parsed.GetValue(_keys)!;
        if (given.Length == 0)
        {
            return new ReviewTerms(publishers.KnownKeys(), pins.Value, signers);
        }

        var keys = ImmutableArray.CreateBuilder<VerificationKey>();
        foreach (var path in given.Select(context.Absolute))
        {
            var loaded = File.Exists(path)
                ? VerificationKey.Load(path)
                : CliDiagnostics.NoKey.Error($"there is no public key '{path}'", "name the signer's with --key");
            if (!loaded.TryGet(out var key))
            {
                return loaded.Propagate<ReviewTerms>();
            }

            keys.Add(key);
        }

        return new ReviewTerms(keys.ToImmutable(), pins.Value, signers);
    }

    private static Diagnostic Unsigned(PluginName name, LockedPlugin locked, Diagnostic problem) =>
        problem.Descriptor == SignatureDiagnostics.SignatureMissing
            ? SignatureDiagnostics.SignatureMissing.Error(
                locked.KeyId is { } key
                    ? $"{name} {locked.Version} is locked as signed with {key}, and its signature is not kept here"
                    : $"{name} {locked.Version} was installed without a signature: nobody vouches for it",
                locked.KeyId is null
                    ? "install a signed version"
                    : $"install it again: 'specify plugin install {name}@{locked.Version}'"
            )
            : problem;

    private static Diagnostic? FindOtherKey(PluginName name, LockedPlugin locked, VerifiedSignature? signature) =>
        signature is null || locked.KeyId is not { } key || signature.KeyIds.Contains(key)
            ? null
            : HostDiagnostics.PackageMismatch.Error(
                $"{name} {locked.Version} is locked as signed with {key}, and is signed with {string.Join(", ", signature.KeyIds)}",
                "restore the lock file from version control, or install the plugin anew"
            );

    private static CommandOutcome Finish(
        CommandContext context,
        string path,
        PluginPackage package,
        PackageReview review,
        ImmutableArray<Diagnostic> more
    )
    {
        review.Show(context.Terminal);
        var data = new JsonObject
        {
            ["package"] = path,
            ["name"] = package.Manifest.Name.ToString(),
            ["version"] = package.Manifest.Version.ToString(),
            ["signer"] = review.Signature?.Signer,
            ["keyid"] = review.Signature?.KeyId,
            ["signatures"] = review.SignaturesJson(),
            ["archive"] = package.Contents.ArchiveDigest.ToString(),
            ["tree"] = package.Contents.TreeDigest.ToString(),
        };
        ImmutableArray<Diagnostic> problems = [.. review.Problems, .. more];
        if (!problems.IsEmpty)
        {
            return new CommandOutcome(data, problems, ExitCodes.Of(problems));
        }

        var warnings = review
            .Checks.Where(c => c.State == SignatureState.Wrong)
            .Select(c =>
                SignatureDiagnostics.SignatureWrong.Warning(
                    $"The signature by the key {c.KeyId} does not fit what it signs; the others are enough.",
                    "Tell whoever gave you the package: somebody changed its signatures."
                )
            )
            .ToImmutableArray();
        foreach (var warning in warnings)
        {
            context.ShowWarning(warning);
        }

        return CommandOutcome.Done(data, warnings);
    }
}
