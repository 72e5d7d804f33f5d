using System.Collections.Immutable;
using System.CommandLine;
using Speckit.Host;
using Speckit.Host.Policy.Approvals;
using Speckit.Host.Policy.Model;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Commands.Policies;

/// <summary>An approval request as an argument: its file, or the plugin's name where it has one open request.</summary>
internal static class RequestArgument
{
    internal static Argument<string> Create() =>
        new("request") { Description = "The request's file, or the name of a plugin with one open request" };

    internal static Result<ApprovalRequest> Find(
        CommandContext context,
        HostEnvironment host,
        Argument<string> argument
    )
    {
        var text = context.Parsed.GetValue(argument)!;
        if (text.EndsWith(".json", StringComparison.Ordinal))
        {
            var here = context.Absolute(text);
            return ApprovalStore.ReadRequest(File.Exists(here) ? here : Path.Combine(host.Project.Root, text));
        }

        var now = host.Time.GetUtcNow();
        var requests = new ApprovalStore(host.Project)
            .List()
            .Requests.Where(r => r.Request.Plugin.ToString() == text)
            .ToImmutableArray();
        var open = requests
            .Where(r => r.Denial is null && (r.Approval is null || !r.Approval.IsCurrent(now)))
            .ToImmutableArray();
        return (open.Length, requests.Length) switch
        {
            (1, _) => open[0].Request,
            (0, 1) => requests[0].Request,
            (0, 0) => PolicyDiagnostics.RequestUnknown.Error(
                $"there is no approval request for '{text}'",
                "'specify policy requests' shows what was asked for"
            ),
            _ => PolicyDiagnostics.RequestUnknown.Error(
                $"'{text}' has several approval requests: {Names(open.IsEmpty ? requests : open)}",
                "name the one that you mean by its file"
            ),
        };
    }

    private static string Names(IEnumerable<AnsweredRequest> requests) =>
        string.Join(", ", requests.Select(r => ApprovalStore.DisplayPath(r.Request)));
}
