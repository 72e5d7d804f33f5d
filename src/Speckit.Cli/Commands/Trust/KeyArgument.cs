using System.CommandLine;
using Speckit.Host.Publishers;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Signing;

namespace Speckit.Cli.Commands.Trust;

/// <summary>A publisher's key as an argument: its identifier, or a file with it.</summary>
internal static class KeyArgument
{
    internal static Argument<string> Create(
        string description = "The key's identifier, or a file with the public key"
    ) => new("key") { Description = description };

    internal static Argument<string?> CreateOptional() =>
        new("key")
        {
            Description = "The key's identifier, or a file with the public key (default: all of the publisher's)",
            Arity = ArgumentArity.ZeroOrOne,
        };

    internal static Result<NamedKey> Read(CommandContext context, string text)
    {
        var lower = text.ToLowerInvariant();
        if (PublisherPins.IsKeyId(lower))
        {
            return new NamedKey(lower, null);
        }

        var path = context.Absolute(text);
        if (!File.Exists(path))
        {
            return CliDiagnostics.KeyReference.Error(
                $"'{text}' is neither a key's identifier nor a file",
                "an identifier has 64 hexadecimal digits; 'specify trust key list' shows those that are known"
            );
        }

        var loaded = VerificationKey.Load(path);
        return loaded.TryGet(out var key) ? new NamedKey(key.KeyId, key) : loaded.Propagate<NamedKey>();
    }
}

/// <summary>A key that the user named.</summary>
/// <param name="KeyId">Its identifier.</param>
/// <param name="Key">The key, when a file was named.</param>
internal sealed record NamedKey(string KeyId, VerificationKey? Key);
