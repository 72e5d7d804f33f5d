using Speckit.Host;
using Speckit.Host.Audit;
using Speckit.Host.Lifecycle;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Commands.Trust;

/// <summary>What the commands that change whom to believe have in common: they ask first, and a project's audit log hears of it.</summary>
internal static class TrustQuestion
{
    /// <summary>Asks; null when the answer is yes.</summary>
    internal static async Task<Diagnostic?> AskAsync(
        CommandContext context,
        string question,
        CancellationToken cancellationToken
    ) =>
        await context.Reporter().ConfirmAsync(question, cancellationToken) switch
        {
            ConsentAnswer.Accepted => null,
            ConsentAnswer.Refused => HostDiagnostics.ConsentRefused.Error("nothing was changed"),
            _ => HostDiagnostics.ConsentNeeded.Error(
                $"'{question}' would have been asked, and there is no terminal to ask on",
                "check it, then run the command again with --yes"
            ),
        };

    /// <summary>Writes to the audit log of the project, if the command is run in one.</summary>
    internal static async Task AuditAsync(
        CommandContext context,
        AuditRecord record,
        CancellationToken cancellationToken
    )
    {
        if (context.OpenHost().TryGet(out var host))
        {
            await host.Audit.AppendAsync(record, cancellationToken);
        }
    }
}
