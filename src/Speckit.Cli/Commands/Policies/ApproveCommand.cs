using System.CommandLine;
using System.Text.Json.Nodes;
using Speckit.Cli.Commands.Plugins;
using Speckit.Cli.Interaction;
using Speckit.Host;
using Speckit.Host.Audit;
using Speckit.Host.Lifecycle;
using Speckit.Host.Policy;
using Speckit.Host.Policy.Approvals;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Policy.Model;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Signing;

namespace Speckit.Cli.Commands.Policies;

/// <summary><c>specify policy approve</c>: an administrator signs a request.</summary>
internal sealed class ApproveCommand : SpeckitCommand
{
    private const int MaxDays = 3650;

    private readonly Argument<string> _request = RequestArgument.Create();

    private readonly Option<string?> _key = SigningKeys.CreateOption();

    private readonly Option<string?> _passphraseFile = Passphrases.CreateFileOption();

    private readonly Option<int?> _expires = new("--expires-in")
    {
        Description = "Days for which the approval counts (default: for ever)",
        HelpName = "DAYS",
    };

    internal ApproveCommand(CliEnvironment environment)
        : base(
            environment,
            "approve",
            "Approve a request with an admin key",
            "policy approve security-scanner --key admin.pem",
            "policy approve .specify/approvals/security-scanner-1.0.0-0a1b2c3d4e5f.json --expires-in 90"
        )
    {
        Arguments.Add(_request);
        Options.Add(_key);
        Options.Add(_passphraseFile);
        Options.Add(_expires);
    }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        if (context.Parsed.GetValue(_expires) is < 1 or > MaxDays)
        {
            return CommandOutcome.Fail(CliDiagnostics.Usage.Error($"--expires-in takes 1 to {MaxDays} days"));
        }

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

        var found = RequestArgument.Find(context, host, _request);
        if (!found.TryGet(out var request))
        {
            return CommandOutcome.Fail(found);
        }

        var key = await SigningKeys.LoadAsync(context, _key, _passphraseFile, cancellationToken);
        if (!key.TryGet(out var signing))
        {
            return CommandOutcome.Fail(key);
        }

        using (signing)
        {
            return await ApproveAsync(context, host, policy, request, signing, cancellationToken);
        }
    }

    private async Task<CommandOutcome> ApproveAsync(
        CommandContext context,
        HostEnvironment host,
        EffectivePolicy policy,
        ApprovalRequest request,
        SigningKey key,
        CancellationToken cancellationToken
    )
    {
        if (policy.Approvers.Find(key.PublicKey.KeyId, request.Capabilities) is not { } admin)
        {
            return CommandOutcome.Fail(NotAnAdmin(key));
        }

        Show(context.Terminal, request);
        var refusal = await ConfirmAsync(context, cancellationToken);
        if (refusal is not null)
        {
            return CommandOutcome.Fail(refusal);
        }

        var now = host.Time.GetUtcNow();
        var approval = new Approval(
            request.Plugin.ToString(),
            request.Version,
            request.Tree,
            request.Capabilities,
            admin.KeyId,
            admin.Name,
            now,
            context.Parsed.GetValue(_expires) is { } days ? now.AddDays(days) : null
        );
        await host.Audit.AppendAsync(
            new AuditRecord(
                "approve",
                approval.Plugin,
                AuditOutcome.Allowed,
                Target: request.Id,
                Detail: DetailOf(approval)
            ),
            cancellationToken
        );
        var file = new ApprovalStore(host.Project).Approve(request, approval, key);
        context.Terminal.Line(
            $"{context.Terminal.Green("✓")} Approved by {TerminalText.Line(admin.Name)}: {TerminalText.Line(file)}"
        );
        return CommandOutcome.Done(ToJson(request, approval, file));
    }

    private static async Task<Diagnostic?> ConfirmAsync(CommandContext context, CancellationToken cancellationToken) =>
        await context.Reporter().ConfirmAsync("Approve exactly this?", cancellationToken) switch
        {
            ConsentAnswer.Accepted => null,
            ConsentAnswer.Refused => HostDiagnostics.ConsentRefused.Error("nothing was approved"),
            _ => HostDiagnostics.ConsentNeeded.Error(
                "an approval is a signature, and there is no terminal to ask on",
                "review the request, then run the command again with --yes"
            ),
        };

    private static Diagnostic NotAnAdmin(SigningKey key) =>
        PolicyDiagnostics.NotAnAdminKey.Error(
            $"The key {key.PublicKey.KeyId} may not approve this.",
            "plugin_policy.approvals.admin_keys of the system policy, or of the user's for what the user or the project demands, has to list it, and no other layer may leave it out"
        );

    private static void Show(Terminal terminal, ApprovalRequest request)
    {
        terminal.Line(terminal.Bold($"{request.Plugin} {TerminalText.Line(request.Version)}"));
        terminal.Line($"  files {request.Tree}");
        terminal.Line(
            $"  asked for by {TerminalText.Line(request.RequestedBy)} on {request.RequestedAt.UtcDateTime:yyyy-MM-dd}"
        );
        foreach (var capability in request.Capabilities.Select(Capability.Find).OfType<Capability>())
        {
            terminal.Line($"  • {capability.Id}  {capability.Meaning}");
        }
    }

    private static string DetailOf(Approval approval) =>
        $"{approval.Version} {approval.Tree} [{string.Join(", ", approval.Capabilities)}] by {approval.ApprovedBy} ({approval.KeyId})";

    private static JsonObject ToJson(ApprovalRequest request, Approval approval, string file) =>
        new()
        {
            ["plugin"] = approval.Plugin,
            ["version"] = approval.Version,
            ["tree"] = approval.Tree,
            ["capabilities"] = JsonLists.Of(approval.Capabilities),
            ["approvedBy"] = approval.ApprovedBy,
            ["keyid"] = approval.KeyId,
            ["expires"] = approval.Expires,
            ["request"] = ApprovalStore.DisplayPath(request),
            ["approval"] = file,
        };
}
