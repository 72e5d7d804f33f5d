using System.Collections.Immutable;
using Speckit.Host.Installed;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Extensions;

/// <summary>Finds what a plugin would provide a second time.</summary>
internal static class ExtensionConflicts
{
    /// <summary>An error for each command or agent of the candidate that another enabled plugin provides already.</summary>
    internal static ImmutableArray<Diagnostic> Find(InstalledPlugin candidate, IEnumerable<InstalledPlugin> installed)
    {
        var others = installed.Where(p => p.Enabled && !p.Name.Equals(candidate.Name)).ToList();
        var commands =
            from command in candidate.Commands
            from other in others
            where other.Commands.Any(c => c.Name == command.Name)
            select Conflict($"command {command.Name}", candidate, other);
        var agents =
            from agent in candidate.Agents
            from other in others
            where other.Agents.Any(a => a.Name == agent.Name)
            select Conflict($"agent {agent.Name}", candidate, other);
        return [.. commands, .. agents];
    }

    private static Diagnostic Conflict(string what, InstalledPlugin candidate, InstalledPlugin other) =>
        HostDiagnostics.ExtensionConflict.Error(
            $"{what} of {candidate.Name} is provided by {other.Name} already",
            $"disable one of them: 'specify plugin disable {other.Name}'"
        );
}
