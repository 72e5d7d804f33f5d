using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Signing;

namespace Speckit.Cli.Commands.Plugins;

/// <summary><c>specify plugin keygen</c>: a signing key, ECDSA P-256.</summary>
internal sealed class KeygenCommand : SpeckitCommand
{
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The folder for the keys (default ~/.specify/keys)",
        HelpName = "DIR",
    };

    private readonly Option<bool> _passphrase = new("--passphrase")
    {
        Description = "Ask for a passphrase to encrypt the private key with",
    };

    private readonly Option<string?> _passphraseFile = new("--passphrase-file")
    {
        Description =
            $"Encrypt the private key with the first line of this file (default: {Passphrases.Variable}, if set)",
        HelpName = "FILE",
    };

    internal KeygenCommand(CliEnvironment environment)
        : base(
            environment,
            "keygen",
            "Make a signing key",
            "plugin keygen",
            "plugin keygen --passphrase",
            "plugin keygen --output ./keys"
        )
    {
        Options.Add(_output);
        Options.Add(_passphrase);
        Options.Add(_passphraseFile);
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var directory = context.Parsed.GetValue(_output) is { } given
            ? context.Absolute(given)
            : context.Environment.User.KeysDirectory;

        // Nobody types a passphrase twice to be told afterwards that the keys are there.
        if (SigningKey.FindExisting(directory) is { } existing)
        {
            return CommandOutcome.Fail(existing);
        }

        var chosen = await ChoosePassphraseAsync(context, cancellationToken);
        return chosen.TryGet(out var passphrase)
            ? Save(context, directory, passphrase.Text)
            : CommandOutcome.Fail(chosen);
    }

    private async Task<Result<GivenPassphrase>> ChoosePassphraseAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var given = Passphrases.Given(context, _passphraseFile);
        if (!context.Parsed.GetValue(_passphrase) || !given.TryGet(out var passphrase) || passphrase.Text is not null)
        {
            return given;
        }

        var asked = await Passphrases.AskNewAsync(context, cancellationToken);
        return asked.TryGet(out var text) ? new GivenPassphrase(text) : asked.Propagate<GivenPassphrase>();
    }

    private static CommandOutcome Save(CommandContext context, string directory, string? passphrase)
    {
        CreatePrivate(directory);
        using var key = SigningKey.Generate();
        var saved = key.Save(directory, passphrase);
        if (!saved.Succeeded)
        {
            return CommandOutcome.Fail(saved);
        }

        var publicPath = Path.Combine(directory, SigningKey.PublicFileName);
        var privatePath = Path.Combine(directory, SigningKey.PrivateFileName);
        var terminal = context.Terminal;
        terminal.Line("Generated keypair:");
        terminal.Line($"  Public:  {publicPath}");
        terminal.Line($"  Private: {privatePath}{(passphrase is null ? "" : " (encrypted)")}");
        terminal.Line($"  Key id:  {key.PublicKey.KeyId}");
        return CommandOutcome.Done(
            new JsonObject
            {
                ["public"] = publicPath,
                ["private"] = privatePath,
                ["keyid"] = key.PublicKey.KeyId,
                ["encrypted"] = passphrase is not null,
            }
        );
    }

    private static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(
                directory,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }
    }
}
