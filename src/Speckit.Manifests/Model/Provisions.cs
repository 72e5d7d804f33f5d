using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Speckit.Manifests.Model;

/// <summary>What a plugin adds: the <c>provides</c> section.</summary>
public sealed record Provisions
{
    /// <summary>Nothing.</summary>
    public static Provisions None { get; } = new();

    /// <summary>Commands for the terminal and slash commands for agents.</summary>
    public ImmutableArray<CommandProvision> Commands { get; init; } = [];

    /// <summary>Agent personas.</summary>
    public ImmutableArray<AgentProvision> Agents { get; init; } = [];

    /// <summary>Handlers of workflow phases.</summary>
    public ImmutableArray<WorkflowProvision> Workflows { get; init; } = [];

    /// <summary>Connectors to other tools.</summary>
    public ImmutableArray<IntegrationProvision> Integrations { get; init; } = [];

    /// <summary>Handlers of events.</summary>
    public ImmutableArray<HookProvision> Hooks { get; init; } = [];

    /// <summary>Technology stacks.</summary>
    public ImmutableArray<StackProvision> Stacks { get; init; } = [];

    /// <summary>Squads of agents.</summary>
    public ImmutableArray<SquadProvision> Squads { get; init; } = [];

    /// <summary>Project types.</summary>
    public ImmutableArray<OutcomeTypeProvision> OutcomeTypes { get; init; } = [];

    /// <summary>Rules that recommend stacks.</summary>
    public ImmutableArray<StackSelectorProvision> StackSelectors { get; init; } = [];

    /// <summary>Rules that projects must keep.</summary>
    public ImmutableArray<GuardrailRule> GuardrailRules { get; init; } = [];

    /// <summary>Numbers that tell how good a project is.</summary>
    public ImmutableArray<QualityMetric> QualityMetrics { get; init; } = [];

    /// <summary>What holds for all rules and metrics; null when the plugin has none.</summary>
    public GuardrailSettings? Guardrails { get; init; }

    /// <summary>Templates for code.</summary>
    public ImmutableArray<TemplateProvision> Templates { get; init; } = [];

    /// <summary>Templates that go together.</summary>
    public ImmutableArray<TemplatePattern> TemplatePatterns { get; init; } = [];

    /// <summary>What brings facts into templates.</summary>
    public ImmutableArray<ContextProvider> ContextProviders { get; init; } = [];

    /// <summary>How templates are filled in; null when the plugin has none.</summary>
    public TemplateSettings? TemplateSettings { get; init; }

    /// <summary>Workflows of stages and jobs.</summary>
    public ImmutableArray<AutomationWorkflow> Automations { get; init; } = [];
}

/// <summary>A command, such as <c>jpspec:security-scan</c>.</summary>
/// <param name="Name">The name users type, <c>[namespace:]name</c>.</param>
/// <param name="Description">What it does.</param>
/// <param name="Entrypoint">Where its code is.</param>
/// <param name="Arguments">Declared positional arguments; null when the manifest declares none and any are passed through.</param>
/// <param name="Options">Declared options; null when the manifest declares none and any are passed through.</param>
public sealed record CommandProvision(
    string Name,
    string Description,
    Entrypoint Entrypoint,
    ImmutableArray<ParameterDeclaration>? Arguments = null,
    ImmutableArray<ParameterDeclaration>? Options = null
)
{
    /// <summary>Whether it is going away.</summary>
    public Deprecation? Deprecated { get; init; }
}

/// <summary>An argument or option that a command declares.</summary>
/// <param name="Name">Its name; options without the leading dashes.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Required">Whether it must be given.</param>
/// <param name="Default">The value when it is not given.</param>
/// <param name="IsFlag">An option that takes no value (<c>default: false</c> or <c>type: boolean</c>).</param>
/// <param name="Type">What values it takes.</param>
public sealed record ParameterDeclaration(
    string Name,
    string Description,
    bool Required,
    string? Default,
    bool IsFlag = false,
    ParameterType Type = ParameterType.Text
)
{
    /// <summary>Whether it is going away.</summary>
    public Deprecation? Deprecated { get; init; }
}

/// <summary>What values a parameter takes.</summary>
public enum ParameterType
{
    /// <summary>Any text (<c>type: string</c>).</summary>
    Text,

    /// <summary>A whole number (<c>type: integer</c>).</summary>
    Integer,

    /// <summary>No value: given or not (<c>type: boolean</c>).</summary>
    Boolean,
}

/// <summary>A handler of a workflow phase.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Phase">The phase it handles.</param>
/// <param name="Mode">When it runs.</param>
/// <param name="Entrypoint">Where its code is.</param>
public sealed record WorkflowProvision(
    string Name,
    string Description,
    string Phase,
    PhaseMode Mode,
    Entrypoint Entrypoint
)
{
    /// <summary>Whether it is going away.</summary>
    public Deprecation? Deprecated { get; init; }
}

/// <summary>When a phase handler runs (JP design §4).</summary>
public enum PhaseMode
{
    /// <summary>Before the phase.</summary>
    Before,

    /// <summary>After the phase.</summary>
    After,

    /// <summary>Instead of the phase.</summary>
    Replace,

    /// <summary>Before and after the phase.</summary>
    Wrap,
}

/// <summary>A handler of events.</summary>
/// <param name="Event">The event's name, or a pattern: <c>*</c> for one segment, <c>**</c> for the rest.</param>
/// <param name="Entrypoint">Where its code is.</param>
/// <param name="Timeout">How long it may run; null for the plugin's own limit.</param>
/// <param name="StopOnFailure">Whether a failure stops what the event announced (<c>fail: stop</c>; only before-points heed it).</param>
/// <param name="Filter">Payload properties that must have these values, or one of them where a list is given; null for every event.</param>
public sealed record HookProvision(
    string Event,
    Entrypoint Entrypoint,
    TimeSpan? Timeout,
    bool StopOnFailure = false,
    JsonObject? Filter = null
)
{
    /// <summary>Whether it is going away.</summary>
    public Deprecation? Deprecated { get; init; }
}

/// <summary>A squad of agents.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is good at.</param>
/// <param name="Members">The names of its agents.</param>
/// <param name="Lead">The member that leads, if one does.</param>
public sealed record SquadProvision(string Name, string Description, ImmutableArray<string> Members, string? Lead)
{
    /// <summary>Whether it is going away.</summary>
    public Deprecation? Deprecated { get; init; }
}
