using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Host.Audit;
using Speckit.Host.Publishers;

namespace Speckit.Cli.Commands.Trust;

/// <summary><c>specify trust key forget</c>: the next signed package of a publisher is taken at its word again.</summary>
internal sealed class KeyForgetCommand : SpeckitCommand
{
    private readonly Argument<string> _subject = SubjectArgument.Create();
    private readonly Argument<string?> _key = KeyArgument.CreateOptional();

    internal KeyForgetCommand(CliEnvironment environment)
        : base(
            environment,
            "forget",
            "Forget a publisher's key, so that another can be learnt",
            "trust key forget @acme",
            "trust key forget security-scanner old.pem"
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
        var read = SubjectArgument.Read(context, _subject);
        if (!read.TryGet(out var subject))
        {
            return CommandOutcome.Fail(read);
        }

        string? keyId = null;
        if (context.Parsed.GetValue(_key) is { } given)
        {
            var named = KeyArgument.Read(context, given);
            if (!named.TryGet(out var key))
            {
                return CommandOutcome.Fail(named);
            }

            keyId = key.KeyId;
        }

        var publishers = new PublisherStore(context.Environment.User, context.Environment.Time);
        var pins = publishers.Read();
        if (!pins.Succeeded)
        {
            return CommandOutcome.Fail(pins);
        }

        var who = TerminalText.Line(PublisherSubjects.Describe(subject));
        if (ReferenceEquals(pins.Value.Without(subject, keyId), pins.Value))
        {
            return CommandOutcome.Fail(
                CliDiagnostics.PublisherSubject.Error(
                    keyId is null ? $"no key of {who} is known" : $"the key {keyId} is not known as that of {who}",
                    "'specify trust key list' shows what is known"
                )
            );
        }

        var question =
            $"Forget {(keyId is null ? "every key" : $"the key {keyId}")} of {who}? Whoever signs next is believed.";
        return await TrustQuestion.AskAsync(context, question, cancellationToken) is { } refusal
            ? CommandOutcome.Fail(refusal)
            : await ForgetAsync(context, publishers, subject, keyId, cancellationToken);
    }

    private static async Task<CommandOutcome> ForgetAsync(
        CommandContext context,
        PublisherStore publishers,
        string subject,
        string? keyId,
        CancellationToken cancellationToken
    )
    {
        var changed = await publishers.ChangeAsync(pins => pins.Without(subject, keyId), cancellationToken);
        if (!changed.TryGet(out var after))
        {
            return CommandOutcome.Fail(changed);
        }

        await TrustQuestion.AuditAsync(
            context,
            new AuditRecord("forget-key", "*", AuditOutcome.Done, Target: subject, Detail: keyId),
            cancellationToken
        );
        context.Terminal.Line(
            $"{context.Terminal.Green("✓")} Forgotten: {TerminalText.Line(PublisherSubjects.Describe(subject))}"
        );
        return CommandOutcome.Done(
            new JsonObject
            {
                ["publisher"] = subject,
                ["keyid"] = keyId,
                ["left"] = JsonLists.Of(after.Pins.GetValueOrDefault(subject)?.Keys ?? []),
            }
        );
    }
}
