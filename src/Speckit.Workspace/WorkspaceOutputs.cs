using System.Collections.Immutable;
using Speckit.Host.Outputs;
using Speckit.Workspace.Agents;

namespace Speckit.Workspace;

/// <summary>What the workspace keeps in line with the enabled plugins.</summary>
public static class WorkspaceOutputs
{
    /// <summary>Every output.</summary>
    public static ImmutableArray<IProjectOutput> All { get; } = [new ClaudeOutput()];
}
