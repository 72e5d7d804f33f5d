using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Speckit.Manifests.Model;

/// <summary>Stages of jobs that agents do (OSpec: "Custom Automation Flows").</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it brings about.</param>
public sealed record AutomationWorkflow(string Name, string Description)
{
    /// <summary>What starts it; empty when only people do.</summary>
    public ImmutableArray<AutomationTrigger> Triggers { get; init; } = [];

    /// <summary>Its stages; <see cref="AutomationStage.DependsOn"/> gives their order.</summary>
    public ImmutableArray<AutomationStage> Stages { get; init; } = [];

    /// <summary>How it is undone, or null.</summary>
    public AutomationRollback? Rollback { get; init; }

    /// <summary>Whether it is going away.</summary>
    public Deprecation? Deprecated { get; init; }
}

/// <summary>What starts a workflow.</summary>
/// <param name="Event">The event.</param>
/// <param name="Conditions">What must hold too: each with one name and its value.</param>
public sealed record AutomationTrigger(string Event, ImmutableArray<JsonObject> Conditions);

/// <summary>A stage of a workflow.</summary>
/// <param name="Name">Its name, unique in the workflow.</param>
/// <param name="Type">How it goes.</param>
/// <param name="DependsOn">The stages that come before it.</param>
public sealed record AutomationStage(string Name, StageType Type, ImmutableArray<string> DependsOn)
{
    /// <summary>What is done; empty for an approval.</summary>
    public ImmutableArray<AutomationJob> Jobs { get; init; } = [];

    /// <summary>The roles of those who approve, all of them.</summary>
    public ImmutableArray<string> Approvers { get; init; } = [];

    /// <summary>How long it may take; null without a limit.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <summary>How a stage goes.</summary>
public enum StageType
{
    /// <summary>One job after the other.</summary>
    Sequential,

    /// <summary>All jobs at once.</summary>
    Parallel,

    /// <summary>People say yes or no.</summary>
    Approval,
}

/// <summary>What an agent does in a stage.</summary>
/// <param name="Name">Its name, unique in the workflow.</param>
/// <param name="Agent">The agent's role.</param>
/// <param name="Timeout">How long it may take; null without a limit.</param>
/// <param name="Settings">Everything else that the manifest says about it, for the agent.</param>
public sealed record AutomationJob(string Name, string Agent, TimeSpan? Timeout, JsonObject Settings);

/// <summary>How a workflow is undone.</summary>
/// <param name="Triggers">What sets it off, any of them: each with one name and its value.</param>
/// <param name="Procedure">What is done, one after the other.</param>
public sealed record AutomationRollback(ImmutableArray<JsonObject> Triggers, ImmutableArray<AutomationJob> Procedure);
