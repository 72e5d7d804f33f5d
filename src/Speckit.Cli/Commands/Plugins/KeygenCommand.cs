using System.CommandLine;
using System.Text.Json.Nodes;
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

    internal KeygenCommand(CliEnvironment environment)
        : base(environment, "keygen", "Make a signing key", "plugin keygen", "plugin keygen --output ./keys") =>
        Options.Add(_output);

    protected override Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Execute(context));

    private CommandOutcome Execute(CommandContext context)
    {
        var directory = context.Parsed.GetValue(_output) is { } given
            ? context.Absolute(given)
            : context.Environment.User.KeysDirectory;
        CreatePrivate(directory);
        using var key = SigningKey.Generate();
        var saved = key.Save(directory, context.Environment.Variable(SigningKeys.PassphraseVariable));
        if (!saved.Succeeded)
        {
            return CommandOutcome.Fail(saved);
        }

        var publicPath = Path.Combine(directory, SigningKey.PublicFileName);
        var privatePath = Path.Combine(directory, SigningKey.PrivateFileName);
        var terminal = context.Terminal;
        terminal.Line("Generated keypair:");
        terminal.Line($"  Public:  {publicPath}");
        terminal.Line($"  Private: {privatePath}");
        terminal.Line($"  Key id:  {key.PublicKey.KeyId}");
        return CommandOutcome.Done(
            new JsonObject
            {
                ["public"] = publicPath,
                ["private"] = privatePath,
                ["keyid"] = key.PublicKey.KeyId,
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
