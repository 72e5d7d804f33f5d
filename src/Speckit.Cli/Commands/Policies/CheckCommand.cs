using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;
using Speckit.Host;
using Speckit.Host.Policy;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Policy.Model;
using Speckit.Host.Policy.Reading;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Commands.Policies;

/// <summary><c>specify policy check</c>: are the policies right, and do the installed plugins obey them?</summary>
internal sealed class CheckCommand(CliEnvironment environment)
    : SpeckitCommand(
        environment,
        "check",
        "Check the policy files, and the installed plugins against them",
        "policy check",
        "policy check --json"
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

        var installed = InstalledSubjects.Load(host);
        if (!installed.Succeeded)
        {
            return CommandOutcome.Fail(installed);
        }

        var decisions = installed
            .Value.Select(subject => (Subject: subject, Decision: PolicyGate.Decide(host, policy, subject)))
            .ToImmutableArray();
        var places = PolicyLoader.Places(host.Project, host.User);
        var data = new JsonObject
        {
            ["policies"] = new JsonArray([.. places.Select(p => FileJson(p, policy))]),
            ["plugins"] = new JsonArray([.. decisions.Select(d => DecisionJson.Of(d.Subject, d.Decision))]),
        };
        Print(context.Terminal, places, policy, decisions);
        return Finish(context, host, policy, data, loaded.Diagnostics, decisions);
    }

    private static CommandOutcome Finish(
        CommandContext context,
        HostEnvironment host,
        EffectivePolicy policy,
        JsonObject data,
        ImmutableArray<Diagnostic> warnings,
        ImmutableArray<(PolicySubject Subject, PolicyDecision Decision)> decisions
    )
    {
        var refusals = decisions
            .SelectMany(d => PolicyGate.WhyNot(host, policy, d.Subject, d.Decision))
            .ToImmutableArray();
        if (!refusals.IsEmpty)
        {
            return new CommandOutcome(data, [.. warnings, .. refusals], ExitCodes.Of(refusals));
        }

        foreach (var warning in warnings)
        {
            context.ShowWarning(warning);
        }

        return CommandOutcome.Done(data, warnings);
    }

    private static void Print(
        Terminal terminal,
        ImmutableArray<PolicyPlace> places,
        EffectivePolicy policy,
        ImmutableArray<(PolicySubject Subject, PolicyDecision Decision)> decisions
    )
    {
        foreach (var place in places)
        {
            terminal.Line(
                $"{place.Layer.ToName(), -8} {TerminalText.Line(place.DisplayPath)}: {StateOf(place, policy)}"
            );
        }

        terminal.Line();
        if (decisions.IsEmpty)
        {
            terminal.Line("No plugins installed.");
            return;
        }

        var table = new Table("NAME", "VERSION", "VERDICT", "RULES", "RUNS WITHOUT");
        foreach (var (subject, decision) in decisions)
        {
            table.Add(
                subject.Name.ToString(),
                subject.Version,
                DecisionJson.NameOf(decision),
                decision.Rules.Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
                decision.DeniedCapabilities.IsEmpty ? "-" : string.Join(", ", decision.DeniedCapabilities)
            );
        }

        table.Write(terminal);
    }

    private static JsonObject FileJson(PolicyPlace place, EffectivePolicy policy) =>
        new JsonObject
        {
            ["layer"] = place.Layer.ToName(),
            ["path"] = place.DisplayPath,
            ["present"] = policy.Files.Any(f => f.Layer == place.Layer),
        };

    private static string StateOf(PolicyPlace place, EffectivePolicy policy) =>
        policy.Files.Any(f => f.Layer == place.Layer) ? "valid" : "none";
}
