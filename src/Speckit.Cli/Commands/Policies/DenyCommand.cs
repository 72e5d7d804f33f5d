using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Host.Audit;
using Speckit.Host.Policy.Approvals;

namespace Speckit.Cli.Commands.Policies;

/// <summary><c>specify policy deny</c>: says no to a request, or takes an approval back.</summary>
internal sealed class DenyCommand : SpeckitCommand
{
    private readonly Argument<string> _request = RequestArgument.Create();

    private readonly Option<string?> _reason = new("--reason")
    {
        Description = "Why, for whoever asked",
        HelpName = "TEXT",
    };

    internal DenyCommand(CliEnvironment environment)
        : base(
            environment,
            "deny",
            "Deny a request, or take an approval back",
            "policy deny security-scanner",
            "policy deny security-scanner --reason unneeded"
        )
    {
        Arguments.Add(_request);
        Options.Add(_reason);
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var opened = context.OpenHost();
        if (!opened.TryGet(out var host))
        {
            return CommandOutcome.Fail(opened);
        }

        var found = RequestArgument.Find(context, host, _request);
        if (!found.TryGet(out var request))
        {
            return CommandOutcome.Fail(found);
        }

        var reason = context.Parsed.GetValue(_reason);
        var denial = new Denial(Environment.UserName, host.Time.GetUtcNow(), reason);
        await host.Audit.AppendAsync(
            new AuditRecord(
                "deny",
                request.Plugin.ToString(),
                AuditOutcome.Refused,
                Target: request.Id,
                Detail: reason
            ),
            cancellationToken
        );
        var file = new ApprovalStore(host.Project).Deny(request, denial);
        context.Terminal.Line(
            $"Denied {request.Plugin} {TerminalText.Line(request.Version)}: {TerminalText.Line(file)}"
        );
        return CommandOutcome.Done(
            new JsonObject
            {
                ["plugin"] = request.Plugin.ToString(),
                ["version"] = request.Version,
                ["deniedBy"] = denial.DeniedBy,
                ["reason"] = reason,
                ["request"] = ApprovalStore.DisplayPath(request),
                ["denial"] = file,
            }
        );
    }
}
