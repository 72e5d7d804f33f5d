using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Host.Audit;
using Speckit.Host.Publishers;

namespace Speckit.Cli.Commands.Trust;

/// <summary><c>specify trust key unrevoke</c>: a key may be trusted again.</summary>
internal sealed class KeyUnrevokeCommand : SpeckitCommand
{
    private readonly Argument<string> _key = KeyArgument.Create();

    internal KeyUnrevokeCommand(CliEnvironment environment)
        : base(environment, "unrevoke", "Take back that a key was revoked by mistake", "trust key unrevoke acme.pem") =>
        Arguments.Add(_key);

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

        var publishers = new PublisherStore(context.Environment.User, context.Environment.Time);
        var read = publishers.Read();
        if (!read.TryGet(out var pins))
        {
            return CommandOutcome.Fail(read);
        }

        if (!pins.Revoked.Contains(key.KeyId))
        {
            return CommandOutcome.Fail(
                CliDiagnostics.KeyReference.Error(
                    $"the key {key.KeyId} is not revoked",
                    "'specify trust key list' shows those that are"
                )
            );
        }

        var question = $"Trust what is signed with the key {key.KeyId} again?";
        if (await TrustQuestion.AskAsync(context, question, cancellationToken) is { } refusal)
        {
            return CommandOutcome.Fail(refusal);
        }

        var changed = await publishers.ChangeAsync(p => p.Unrevoke(key.KeyId), cancellationToken);
        if (!changed.Succeeded)
        {
            return CommandOutcome.Fail(changed);
        }

        await TrustQuestion.AuditAsync(
            context,
            new AuditRecord("unrevoke-key", "*", AuditOutcome.Done, Target: key.KeyId),
            cancellationToken
        );
        context.Terminal.Line($"{context.Terminal.Green("✓")} The key {key.KeyId} is not revoked any more.");
        return CommandOutcome.Done(new JsonObject { ["keyid"] = key.KeyId });
    }
}
