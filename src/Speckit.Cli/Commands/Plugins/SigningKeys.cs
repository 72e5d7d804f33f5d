using System.CommandLine;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Signing;

namespace Speckit.Cli.Commands.Plugins;

/// <summary>The author's signing key.</summary>
internal static class SigningKeys
{
    /// <summary>The variable with the private key's passphrase.</summary>
    internal const string PassphraseVariable = "SPECKIT_KEY_PASSPHRASE";

    internal static Option<string?> CreateOption() =>
        new("--key") { Description = "The private key (default ~/.specify/keys/private.pem)", HelpName = "FILE" };

    /// <summary>Loads the key that the user means.</summary>
    internal static Result<SigningKey> Load(CommandContext context, Option<string?> option)
    {
        var path = PathOf(context, option);
        return File.Exists(path)
            ? SigningKey.Load(path, context.Environment.Variable(PassphraseVariable))
            : CliDiagnostics.NoKey.Error(
                $"there is no signing key '{path}'",
                "run 'specify plugin keygen' to make one, or name it with --key"
            );
    }

    internal static string PathOf(CommandContext context, Option<string?> option) =>
        context.Parsed.GetValue(option) is { } given
            ? context.Absolute(given)
            : context.Environment.User.PrivateKeyFile;
}
