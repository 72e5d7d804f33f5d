using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Host.Audit;
using Speckit.Host.Locking;
using Speckit.Host.Publishers;

namespace Speckit.Cli.Commands.Trust;

/// <summary><c>specify trust key revoke</c>: nothing that is signed with a key is installed or started any more.</summary>
internal sealed class KeyRevokeCommand : SpeckitCommand
{
    private readonly Argument<string> _key = KeyArgument.Create();

    internal KeyRevokeCommand(CliEnvironment environment)
        : base(
            environment,
            "revoke",
            "Trust a key no more: plugins signed with it do not install or start",
            "trust key revoke stolen.pem"
        ) => Arguments.Add(_key);

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var named = KeyArgument.Read(context, context.Parsed.GetValue(_key)!);
        if (!named.TryGet(out var key))
        {
            return CommandOutcome.Fail(named);
        }

        var stopped = FindSignedWith(context, key.KeyId);
        if (!stopped.IsEmpty)
        {
            context.Terminal.Line($"Signed with it in this project, and started no more: {string.Join(", ", stopped)}");
        }

        return await TrustQuestion.AskAsync(context, $"Revoke the key {key.KeyId}?", cancellationToken) is { } refusal
            ? CommandOutcome.Fail(refusal)
            : await RevokeAsync(context, key.KeyId, stopped, cancellationToken);
    }

    private static async Task<CommandOutcome> RevokeAsync(
        CommandContext context,
        string keyId,
        ImmutableArray<string> stopped,
        CancellationToken cancellationToken
    )
    {
        var isNew = false;
        var publishers = new PublisherStore(context.Environment.User, context.Environment.Time);
        var changed = await publishers.ChangeAsync(
            pins =>
            {
                isNew = !pins.Revoked.Contains(keyId);
                return pins.Revoke(keyId);
            },
            cancellationToken
        );
        if (!changed.Succeeded)
        {
            return CommandOutcome.Fail(changed);
        }

        if (isNew)
        {
            var detail = stopped.IsEmpty ? null : $"stops {string.Join(", ", stopped)}";
            await TrustQuestion.AuditAsync(
                context,
                new AuditRecord("revoke-key", "*", AuditOutcome.Done, Target: keyId, Detail: detail),
                cancellationToken
            );
        }

        context.Terminal.Line(
            isNew
                ? $"{context.Terminal.Green("✓")} The key {keyId} is revoked on this machine."
                : $"The key {keyId} is revoked already."
        );
        return CommandOutcome.Done(
            new JsonObject
            {
                ["keyid"] = keyId,
                ["changed"] = isNew,
                ["stopped"] = JsonLists.Of(stopped),
            }
        );
    }

    /// <summary>The plugins of this project that are signed with a key; none outside of a project.</summary>
    private static ImmutableArray<string> FindSignedWith(CommandContext context, string keyId) =>
        context.FindProject().TryGet(out var project) && LockFileReader.Read(project.LockFile).TryGet(out var lockFile)
            ? [.. lockFile.Plugins.Where(p => p.Value.KeyId == keyId).Select(p => p.Key.ToString())]
            : [];
}
