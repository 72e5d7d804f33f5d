using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Host;
using Speckit.Host.Policy;
using Speckit.Host.Policy.Approvals;
using Speckit.Host.Policy.Evaluation;

namespace Speckit.Cli.Commands.Policies;

/// <summary><c>specify policy requests</c>: what administrators were asked to approve, and their answers.</summary>
internal sealed class RequestsCommand(CliEnvironment environment)
    : SpeckitCommand(
        environment,
        "requests",
        "List approval requests and the answers to them",
        "policy requests",
        "policy requests --json"
    )
{
    protected override Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Execute(context));

    private static CommandOutcome Execute(CommandContext context)
    {
        var opened = context.OpenHost();
        if (!opened.TryGet(out var host))
        {
            return CommandOutcome.Fail(opened);
        }

        var loaded = PolicyGate.Load(host);
        if (!loaded.TryGet(out var policy))
        {
            return CommandOutcome.Fail(loaded);
        }

        var (requests, warnings) = new ApprovalStore(host.Project).List();
        foreach (var warning in warnings)
        {
            context.ShowWarning(warning);
        }

        var rows = requests.Select(r => (Answered: r, Status: StatusOf(r, policy, host))).ToImmutableArray();
        Print(context.Terminal, rows);
        return CommandOutcome.Done(
            new JsonObject { ["requests"] = new JsonArray([.. rows.Select(r => ToJson(r.Answered, r.Status))]) },
            warnings
        );
    }

    private static RequestStatus StatusOf(AnsweredRequest answered, EffectivePolicy policy, HostEnvironment host)
    {
        if (answered.Denial is not null)
        {
            return RequestStatus.Denied;
        }

        if (answered.Approval is not { } approval)
        {
            return answered.Problem is null ? RequestStatus.Pending : RequestStatus.Invalid;
        }

        return policy.Approvers.Find(approval.KeyId, answered.Request.Capabilities) is null ? RequestStatus.Invalid
            : approval.IsCurrent(host.Time.GetUtcNow()) ? RequestStatus.Approved
            : RequestStatus.Expired;
    }

    private static void Print(Terminal terminal, ImmutableArray<(AnsweredRequest Answered, RequestStatus Status)> rows)
    {
        if (rows.IsEmpty)
        {
            terminal.Line("Nothing was asked for.");
            return;
        }

        var table = new Table("PLUGIN", "VERSION", "STATUS", "CAPABILITIES", "BY", "FILE");
        foreach (var (answered, status) in rows)
        {
            var request = answered.Request;
            table.Add(
                request.Plugin.ToString(),
                request.Version,
                NameOf(status),
                string.Join(", ", request.Capabilities),
                AnsweredBy(answered) ?? "-",
                ApprovalStore.DisplayPath(request)
            );
        }

        table.Write(terminal);
        foreach (var (answered, _) in rows.Where(r => r.Answered.Problem is not null))
        {
            terminal.Line($"{terminal.Yellow("⚠")} {TerminalText.Line(answered.Problem!.Message)}");
        }
    }

    private static JsonObject ToJson(AnsweredRequest answered, RequestStatus status) =>
        new JsonObject
        {
            ["plugin"] = answered.Request.Plugin.ToString(),
            ["version"] = answered.Request.Version,
            ["tree"] = answered.Request.Tree,
            ["capabilities"] = JsonLists.Of(answered.Request.Capabilities),
            ["requestedAt"] = answered.Request.RequestedAt,
            ["requestedBy"] = answered.Request.RequestedBy,
            ["status"] = NameOf(status),
            ["answeredBy"] = AnsweredBy(answered),
            ["keyid"] = answered.Approval?.KeyId,
            ["expires"] = answered.Approval?.Expires,
            ["reason"] = answered.Denial?.Reason ?? answered.Problem?.Message,
            ["file"] = ApprovalStore.DisplayPath(answered.Request),
        };

    private static string? AnsweredBy(AnsweredRequest answered) =>
        answered.Denial?.DeniedBy ?? answered.Approval?.ApprovedBy;

    private static string NameOf(RequestStatus status) =>
        status switch
        {
            RequestStatus.Pending => "pending",
            RequestStatus.Approved => "approved",
            RequestStatus.Denied => "denied",
            RequestStatus.Expired => "expired",
            _ => "invalid",
        };
}
