using System.CommandLine;
using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Files;
using Speckit.Packaging.Signing;

namespace Speckit.Cli.Commands.Plugins;

/// <summary>Where a private key's passphrase comes from: a file, the environment, or a terminal; never the command line, which every
/// process of the machine can see.</summary>
internal static class Passphrases
{
    /// <summary>The variable with the private key's passphrase.</summary>
    internal const string Variable = "SPECKIT_KEY_PASSPHRASE";

    private const int MaxFileBytes = 4096;

    private const UnixFileMode OthersRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const string Ways =
        $"put it into {Variable} or into a file for --passphrase-file, or run the command at a terminal";

    internal static Option<string?> CreateFileOption() =>
        new("--passphrase-file")
        {
            Description =
                $"A file whose first line is the key's passphrase (default: {Variable}, else it is asked for)",
            HelpName = "FILE",
        };

    /// <summary>The passphrase that was given without a terminal, or null for none.</summary>
    internal static Result<GivenPassphrase> Given(CommandContext context, Option<string?> file)
    {
        if (context.Parsed.GetValue(file) is { } path)
        {
            return ReadFile(context, context.Absolute(path));
        }

        var text = context.Environment.Variable(Variable);
        return new GivenPassphrase(string.IsNullOrEmpty(text) ? null : text);
    }

    /// <summary>Asks for an existing key's passphrase.</summary>
    internal static async Task<Result<string>> AskAsync(
        CommandContext context,
        string keyPath,
        CancellationToken cancellationToken
    )
    {
        if (!context.Terminal.CanAsk)
        {
            return CliDiagnostics.PassphraseNeeded.Error(
                $"the private key '{keyPath}' is encrypted: its passphrase would have been asked for, and there is no terminal",
                Ways
            );
        }

        var answer = await context.Terminal.AskSecretAsync($"Passphrase for '{keyPath}': ", cancellationToken);
        return answer is not null
            ? answer
            : CliDiagnostics.PassphraseNeeded.Error($"no passphrase for '{keyPath}' was given", Ways);
    }

    /// <summary>Asks twice for a new key's passphrase: a slip of the finger would lock the key for ever.</summary>
    internal static async Task<Result<string>> AskNewAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var terminal = context.Terminal;
        if (!terminal.CanAsk)
        {
            return CliDiagnostics.PassphraseNeeded.Error(
                "a passphrase for the new key would have been asked for, twice, and there is no terminal",
                Ways
            );
        }

        var first = await terminal.AskSecretAsync("Passphrase for the new key: ", cancellationToken);
        if (string.IsNullOrEmpty(first))
        {
            return CliDiagnostics.PassphraseUnusable.Error(
                "the passphrase is empty",
                "leave --passphrase out for a key without one"
            );
        }

        var second = await terminal.AskSecretAsync("The same passphrase again: ", cancellationToken);
        return first == second
            ? first
            : CliDiagnostics.PassphraseUnusable.Error("the two passphrases differ", "run the command again");
    }

    private static Result<GivenPassphrase> ReadFile(CommandContext context, string path)
    {
        var read = PlainFile.ReadAll(path, MaxFileBytes);
        if (!read.TryGet(out var bytes))
        {
            return read.Propagate<GivenPassphrase>();
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OthersRead) != UnixFileMode.None)
        {
            context.ShowWarning(
                SignatureDiagnostics.KeyExposed.Warning(
                    $"Others than its owner can read the passphrase in '{path}'.",
                    $"Run 'chmod 600 {path}'."
                )
            );
        }

        var line = Encoding.UTF8.GetString(bytes).Split('\n', 2)[0].TrimEnd('\r');
        return line.Length > 0
            ? new GivenPassphrase(line)
            : CliDiagnostics.PassphraseUnusable.Error(
                $"the first line of '{path}' is empty",
                "it has to be the passphrase"
            );
    }
}

/// <summary>A passphrase that was given without a terminal.</summary>
/// <param name="Text">The passphrase; null when none was given.</param>
internal sealed record GivenPassphrase(string? Text);
