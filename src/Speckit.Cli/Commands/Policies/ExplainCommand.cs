using System.CommandLine;
using Speckit.Cli.Interaction;
using Speckit.Host.Policy;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Policy.Model;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Cli.Commands.Policies;

/// <summary><c>specify policy explain</c>: every rule that applies to a plugin, whose it is and where it stands.</summary>
internal sealed class ExplainCommand : SpeckitCommand
{
    private readonly Argument<string> _plugin = new("plugin") { Description = "The plugin: [@scope/]name[@version]" };

    internal ExplainCommand(CliEnvironment environment)
        : base(
            environment,
            "explain",
            "Show each policy rule that applies to a plugin, and why",
            "policy explain security-scanner",
            "policy explain jira-sync@2.0.0 --json"
        ) => Arguments.Add(_plugin);

    protected override Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Execute(context));

    private CommandOutcome Execute(CommandContext context)
    {
        var opened = context.OpenHost();
        if (!opened.TryGet(out var host))
        {
            return CommandOutcome.Fail(opened);
        }

        var named = Read(context.Parsed.GetValue(_plugin)!);
        if (!named.TryGet(out var wanted))
        {
            return CommandOutcome.Fail(named);
        }

        var loaded = PolicyGate.Load(host);
        if (!loaded.TryGet(out var policy))
        {
            return CommandOutcome.Fail(loaded);
        }

        var installed = InstalledSubjects.Load(host);
        if (!installed.Succeeded)
        {
            return CommandOutcome.Fail(installed);
        }

        var subject =
            installed.Value.FirstOrDefault(s =>
                s.Name.Equals(wanted.Name) && (wanted.Version is null || wanted.Version == s.Version)
            ) ?? PolicySubject.OfName(wanted.Name, PolicyMoment.Review) with { Version = wanted.Version ?? "" };
        var decision = PolicyGate.Decide(host, policy, subject);
        Print(context.Terminal, subject, decision);
        var data = DecisionJson.Of(subject, decision);
        data["installed"] = !subject.IsNameOnly;
        return CommandOutcome.Done(data);
    }

    private static Result<Wanted> Read(string text)
    {
        var at = text.LastIndexOf('@');
        var (name, version) = at > 0 ? (text[..at], text[(at + 1)..]) : (text, null);
        return
            PluginName.TryParse(name, out var parsed) && (version is null || SemanticVersion.TryParse(version, out _))
            ? new Wanted(parsed, version)
            : CliDiagnostics.Usage.Error(
                $"'{text}' is not a plugin with or without a version",
                "write [@scope/]name or [@scope/]name@1.2.3"
            );
    }

    private static void Print(Terminal terminal, PolicySubject subject, PolicyDecision decision)
    {
        terminal.Line(terminal.Bold($"{TerminalText.Line(subject.ToString())}: {Sentence(decision)}"));
        if (subject.IsNameOnly && decision.HasUnknowns)
        {
            terminal.Line(
                "It is not installed here: rules about its trust, source and capabilities cannot be answered yet."
            );
        }

        foreach (var rule in decision.Rules)
        {
            terminal.Line();
            terminal.Line($"  {Mark(terminal, rule.Outcome)} {rule.Rule} ({rule.Layer.ToName()})");
            terminal.Line($"      {TerminalText.Line(rule.Explanation)}");
            terminal.Line($"      {terminal.Dim(TerminalText.Line(rule.Location.ToString()))}");
        }

        if (decision.MinimumTier != SandboxTier.Process)
        {
            terminal.Line();
            terminal.Line($"Sandbox: at least {decision.MinimumTier.ToName()}");
        }

        if (decision.Limits != PolicyLimits.None)
        {
            terminal.Line($"Limits: {decision.Limits}");
        }
    }

    private static string Sentence(PolicyDecision decision) =>
        DecisionJson.NameOf(decision) switch
        {
            "allowed" when decision.Rules.IsEmpty => "allowed, no policy says anything about it",
            "allowed" when decision.DeniedCapabilities.IsEmpty => "allowed",
            "allowed" => $"allowed, without {string.Join(", ", decision.DeniedCapabilities)}",
            "needs-approval" => $"needs an administrator's approval for {string.Join(", ", decision.RequiresApproval)}",
            "unknown" => "not forbidden by its name alone",
            _ => "refused",
        };

    private static string Mark(Terminal terminal, RuleOutcome outcome) =>
        outcome switch
        {
            RuleOutcome.Satisfied => terminal.Green("✓"),
            RuleOutcome.Limited => terminal.Cyan("•"),
            RuleOutcome.Denied or RuleOutcome.NeedsApproval => terminal.Yellow("⚠"),
            RuleOutcome.Unknown => terminal.Yellow("?"),
            _ => terminal.Red("✗"),
        };

    private sealed record Wanted(PluginName Name, string? Version);
}
