using System.Reflection;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Binding;

namespace Speckit.Sdk.Hosting;

/// <summary>What a plugin handles.</summary>
internal sealed class PluginHandlers
{
    public Dictionary<string, CommandModel> Commands { get; } = new(StringComparer.Ordinal);

    public List<HookRegistration> Hooks { get; } = [];

    public List<PhaseRegistration> Phases { get; } = [];

    public HandlerTable<Integration> Integrations { get; } = new("integration");

    public HandlerTable<StackTemplate> Stacks { get; } = new("stack");

    public HandlerTable<OutcomeType> Outcomes { get; } = new("outcome type");

    public HandlerTable<Guardrail> Guardrails { get; } = new("guardrail");

    public HandlerTable<TemplateContextProvider> ContextProviders { get; } = new("context provider");

    public HandlerTable<TemplatePostProcessor> PostProcessors { get; } = new("post processor");

    public Dictionary<(string From, string To), Func<Migration>> Migrations { get; } = [];

    public List<AgentPersona> Personas { get; } = [];

    public List<Squad> Squads { get; } = [];

    public Lifecycle Lifecycle { get; } = new();

    /// <summary>The ids that <c>initialize</c> answers.</summary>
    public IReadOnlyList<string> Ids =>
        [
            .. Named("command", Commands.Keys),
            .. Named("hook", Hooks.Select(hook => hook.Pattern)),
            .. Phases.SelectMany(phase => phase.Ids).Distinct(StringComparer.Ordinal),
            .. Named("integration", Integrations.Names),
            .. Named("stack", Stacks.Names),
            .. Named("outcome", Outcomes.Names),
            .. Named("guardrail", Guardrails.Names),
            .. Named("context", ContextProviders.Names),
            .. Named("postProcessor", PostProcessors.Names),
            .. Named("migration", Migrations.Keys.Select(step => $"{step.From}->{step.To}")),
        ];

    /// <summary>What cannot be made, and why.</summary>
    public IReadOnlyList<HandlerProblem> Verify()
    {
        var makers = Commands
            .Values.Select(command => (Id: $"command:{command.Name}", Make: (Func<object>)command.Create))
            .Concat(Hooks.Select(hook => (Id: $"hook:{hook.Pattern}", Make: (Func<object>)hook.Create)));
        var problems = new List<HandlerProblem>();
        foreach (var (id, make) in makers)
        {
            try
            {
                make();
            }
            catch (Exception e)
            {
                problems.Add(
                    new HandlerProblem(id, (e as TargetInvocationException)?.InnerException?.Message ?? e.Message)
                );
            }
        }

        return problems;
    }

    private static IEnumerable<string> Named(string kind, IEnumerable<string> names) =>
        names.Distinct(StringComparer.Ordinal).Select(name => $"{kind}:{name}");
}

/// <summary>A handler of events.</summary>
/// <param name="Pattern">The events it handles.</param>
/// <param name="Member">The full name of its type: the member of the manifest's entry point.</param>
/// <param name="Create">Makes one.</param>
internal sealed record HookRegistration(string Pattern, string Member, Func<EventHook> Create);

/// <summary>A part in a workflow phase.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Mode">When it runs.</param>
/// <param name="Name">The workflow's name in the manifest, if it says one.</param>
/// <param name="Create">Makes one.</param>
internal sealed record PhaseRegistration(string Phase, PhaseMode Mode, string? Name, Func<WorkflowPhase> Create)
{
    public IEnumerable<string> Ids =>
        Mode switch
        {
            PhaseMode.Before => [$"phase:{Phase}:before"],
            PhaseMode.After => [$"phase:{Phase}:after"],
            PhaseMode.Wrap => [$"phase:{Phase}:before", $"phase:{Phase}:after"],
            _ => [$"phase:{Phase}:replace"],
        };
}
