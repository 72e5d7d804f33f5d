using System.CommandLine;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Signing;

namespace Speckit.Cli.Commands.Plugins;

/// <summary>The signing key that a command uses.</summary>
internal static class SigningKeys
{
    // As ssh does: then it is not a slip of the finger.
    private const int Attempts = 3;

    internal static Option<string?> CreateOption() =>
        new("--key") { Description = "The private key (default ~/.specify/keys/private.pem)", HelpName = "FILE" };

    /// <summary>Loads the key that the user means, and asks for its passphrase when it is encrypted and none was given.</summary>
    internal static async Task<Result<SigningKey>> LoadAsync(
        CommandContext context,
        Option<string?> option,
        Option<string?> passphraseFile,
        CancellationToken cancellationToken
    )
    {
        var path = PathOf(context, option);
        if (!File.Exists(path))
        {
            return CliDiagnostics.NoKey.Error(
                $"there is no signing key '{path}'",
                "run 'specify plugin keygen' to make one, or name it with --key"
            );
        }

        var given = Passphrases.Given(context, passphraseFile);
        if (!given.TryGet(out var passphrase))
        {
            return given.Propagate<SigningKey>();
        }

        var loaded = SigningKey.Load(path, passphrase.Text);
        return passphrase.Text is null && IsPassphraseWrong(loaded)
            ? await AskAsync(context, path, cancellationToken)
            : loaded;
    }

    internal static string PathOf(CommandContext context, Option<string?> option) =>
        context.Parsed.GetValue(option) is { } given
            ? context.Absolute(given)
            : context.Environment.User.PrivateKeyFile;

    private static async Task<Result<SigningKey>> AskAsync(
        CommandContext context,
        string path,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var asked = await Passphrases.AskAsync(context, path, cancellationToken);
            if (!asked.TryGet(out var passphrase))
            {
                return asked.Propagate<SigningKey>();
            }

            var loaded = SigningKey.Load(path, passphrase);
            if (!IsPassphraseWrong(loaded) || attempt == Attempts)
            {
                return loaded;
            }

            context.Terminal.Line("That is not its passphrase.");
        }
    }

    private static bool IsPassphraseWrong(Result<SigningKey> loaded) =>
        !loaded.Succeeded && loaded.Diagnostics[0].Descriptor == SignatureDiagnostics.PassphraseWrong;
}
