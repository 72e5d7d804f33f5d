using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Host;
using Speckit.Host.Audit;
using Speckit.Host.Publishers;

namespace Speckit.Cli.Commands.Trust;

/// <summary><c>specify trust key add</c>: believes a publisher's key from now on.</summary>
internal sealed class KeyAddCommand : SpeckitCommand
{
    private readonly Argument<string> _subject = SubjectArgument.Create();
    private readonly Argument<string> _key = KeyArgument.Create();

    internal KeyAddCommand(CliEnvironment environment)
        : base(
            environment,
            "add",
            "Trust a key as a publisher's",
            "trust key add @acme acme.pem",
            "trust key add signer:me@example.com acme.pem"
        )
    {
        Arguments.Add(_subject);
        Arguments.Add(_key);
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var subject = SubjectArgument.Read(context, _subject);
        var named = KeyArgument.Read(context, context.Parsed.GetValue(_key)!);
        if (!subject.Succeeded || !named.TryGet(out var key))
        {
            return subject.Succeeded ? CommandOutcome.Fail(named) : CommandOutcome.Fail(subject);
        }

        var publishers = new PublisherStore(context.Environment.User, context.Environment.Time);
        var read = publishers.Read();
        if (!read.TryGet(out var pins))
        {
            return CommandOutcome.Fail(read);
        }

        if (pins.Revoked.Contains(key.KeyId))
        {
            return CommandOutcome.Fail(
                HostDiagnostics.KeyRevoked.Error(
                    $"the key {key.KeyId} was revoked on this machine",
                    $"if that was a mistake, run 'specify trust key unrevoke {key.KeyId}' first"
                )
            );
        }

        var question =
            $"Trust the key {key.KeyId} as that of {TerminalText.Line(PublisherSubjects.Describe(subject.Value))}?";
        return await TrustQuestion.AskAsync(context, question, cancellationToken) is { } refusal
            ? CommandOutcome.Fail(refusal)
            : await AddAsync(context, publishers, subject.Value, key, cancellationToken);
    }

    private static async Task<CommandOutcome> AddAsync(
        CommandContext context,
        PublisherStore publishers,
        string subject,
        NamedKey key,
        CancellationToken cancellationToken
    )
    {
        var wasKnown = false;
        var now = context.Environment.Time.GetUtcNow();
        var changed = await publishers.ChangeAsync(
            pins =>
            {
                var after = pins.With(subject, key.KeyId, now);
                wasKnown = ReferenceEquals(after, pins);
                return after;
            },
            cancellationToken
        );
        if (!changed.Succeeded)
        {
            return CommandOutcome.Fail(changed);
        }

        if (key.Key is { } whole)
        {
            publishers.Remember(whole);
        }

        if (!wasKnown)
        {
            await TrustQuestion.AuditAsync(
                context,
                new AuditRecord("trust-key", "*", AuditOutcome.Done, Target: subject, Detail: key.KeyId),
                cancellationToken
            );
        }

        var who = TerminalText.Line(PublisherSubjects.Describe(subject));
        context.Terminal.Line(
            wasKnown
                ? $"The key {key.KeyId} is known as that of {who} already."
                : $"{context.Terminal.Green("✓")} The key {key.KeyId} is trusted as that of {who}."
        );
        if (publishers.FindKey(key.KeyId) is null)
        {
            context.Terminal.Line(
                "The key itself is not at hand: a registry has to give it, or add it from its file to verify archives."
            );
        }

        return CommandOutcome.Done(
            new JsonObject
            {
                ["publisher"] = subject,
                ["keyid"] = key.KeyId,
                ["changed"] = !wasKnown,
            }
        );
    }
}
