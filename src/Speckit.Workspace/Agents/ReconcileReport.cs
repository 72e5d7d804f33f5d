using System.Collections.Immutable;
using Speckit.Manifests.Model;

namespace Speckit.Workspace.Agents;

/// <summary>What <see cref="AgentFileStore.Reconcile"/> did. Paths are relative to the project root, in ordinal order.</summary>
/// <param name="Written">Files created or updated.</param>
/// <param name="Removed">Files deleted.</param>
/// <param name="Unchanged">Files that were as they should be.</param>
/// <param name="Kept">Files that belong to a person and were left as they are.</param>
public sealed record ReconcileReport(
    ImmutableArray<string> Written,
    ImmutableArray<string> Removed,
    ImmutableArray<string> Unchanged,
    ImmutableArray<KeptFile> Kept
);

/// <summary>A file that was not touched.</summary>
/// <param name="Path">The file, relative to the project root.</param>
/// <param name="Plugin">The plugin that wanted it, or had it.</param>
/// <param name="Reason">Why it was kept.</param>
public sealed record KeptFile(string Path, PluginName Plugin, KeptReason Reason);

/// <summary>Why a file was left as it is.</summary>
public enum KeptReason
{
    /// <summary>A person made it; no plugin ever did.</summary>
    MadeByPerson,

    /// <summary>A plugin's file that a person changed.</summary>
    EditedByPerson,

    /// <summary>A file whose name differs only in case, which is the same file on many systems.</summary>
    DiffersInCase,

    /// <summary>A folder has the name.</summary>
    IsFolder,
}
