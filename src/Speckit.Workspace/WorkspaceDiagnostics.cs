using Speckit.Manifests.Diagnostics;

namespace Speckit.Workspace;

/// <summary>What can be wrong with a project's backlog and agent files. Codes SPK70xx.</summary>
public static class WorkspaceDiagnostics
{
    /// <summary>The project has no Backlog.md folder.</summary>
    public static DiagnosticDescriptor BacklogNotInitialised { get; } =
        new("SPK7001", FailureKind.Failed, "Backlog not initialised");

    /// <summary>The Backlog.md configuration cannot be read.</summary>
    public static DiagnosticDescriptor BacklogConfigInvalid { get; } =
        new("SPK7002", FailureKind.BadInput, "Backlog configuration invalid");

    /// <summary>A path leaves the project, or goes through a symbolic link.</summary>
    public static DiagnosticDescriptor PathRefused { get; } = new("SPK7003", FailureKind.Refused, "Path refused");

    /// <summary>A task file cannot be understood; it is left alone.</summary>
    public static DiagnosticDescriptor TaskUnreadable { get; } =
        new("SPK7010", FailureKind.Failed, "Task file unreadable");

    /// <summary>No task has this id.</summary>
    public static DiagnosticDescriptor TaskNotFound { get; } = new("SPK7011", FailureKind.Failed, "Task not found");

    /// <summary>Several task files carry the same id.</summary>
    public static DiagnosticDescriptor TaskAmbiguous { get; } = new("SPK7012", FailureKind.Failed, "Task id ambiguous");

    /// <summary>A value given for a task cannot be stored.</summary>
    public static DiagnosticDescriptor TaskValueInvalid { get; } =
        new("SPK7013", FailureKind.BadInput, "Task value invalid");

    /// <summary>A value given for a task was stored in a changed form.</summary>
    public static DiagnosticDescriptor TaskValueChanged { get; } =
        new("SPK7014", FailureKind.Failed, "Task value changed");

    /// <summary>The status is not among the configured ones.</summary>
    public static DiagnosticDescriptor StatusUnknown { get; } =
        new("SPK7015", FailureKind.BadInput, "Status not configured");

    /// <summary>Another process holds the lock.</summary>
    public static DiagnosticDescriptor BacklogLocked { get; } = new("SPK7016", FailureKind.Failed, "Backlog locked");

    /// <summary>A completed or archived task is not changed.</summary>
    public static DiagnosticDescriptor TaskClosed { get; } = new("SPK7017", FailureKind.Failed, "Task closed");

    /// <summary>The task's plugin metadata was edited into something unreadable.</summary>
    public static DiagnosticDescriptor MetadataUnreadable { get; } =
        new("SPK7018", FailureKind.Failed, "Plugin metadata unreadable");

    /// <summary>Somebody else was faster; nothing was written.</summary>
    public static DiagnosticDescriptor ChangedMeanwhile { get; } =
        new("SPK7019", FailureKind.Failed, "Changed meanwhile");

    /// <summary>A plugin may not create a task in this status.</summary>
    public static DiagnosticDescriptor StatusRefused { get; } = new("SPK7020", FailureKind.Refused, "Status refused");

    /// <summary>A plugin may not set or remove this label.</summary>
    public static DiagnosticDescriptor LabelRefused { get; } = new("SPK7021", FailureKind.Refused, "Label refused");

    /// <summary>A plugin may only change tasks that it created.</summary>
    public static DiagnosticDescriptor TaskNotOwned { get; } = new("SPK7022", FailureKind.Refused, "Task not owned");

    /// <summary>A plugin may not change this field.</summary>
    public static DiagnosticDescriptor FieldRefused { get; } = new("SPK7023", FailureKind.Refused, "Field refused");

    /// <summary>A command or agent cannot be written as an agent file.</summary>
    public static DiagnosticDescriptor AgentOutputInvalid { get; } =
        new("SPK7030", FailureKind.BadInput, "Agent output invalid");

    /// <summary>Something of a persona was left out, because it would grant rights.</summary>
    public static DiagnosticDescriptor PersonaKeyDropped { get; } =
        new("SPK7031", FailureKind.Failed, "Persona key left out");

    /// <summary>Two plugins want the same agent file.</summary>
    public static DiagnosticDescriptor AgentFileConflict { get; } =
        new("SPK7032", FailureKind.Failed, "Agent file conflict");

    /// <summary>The ledger of agent files cannot be read.</summary>
    public static DiagnosticDescriptor AgentLedgerInvalid { get; } =
        new("SPK7033", FailureKind.Failed, "Agent file ledger invalid");

    /// <summary>A person's file, or a person's change, was left as it is.</summary>
    public static DiagnosticDescriptor AgentFileKept { get; } = new("SPK7034", FailureKind.Failed, "Agent file kept");
}
