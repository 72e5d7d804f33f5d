using System.Collections.Immutable;
using Speckit.Host.Installed;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Outputs;

/// <summary>Files of other tools that follow the enabled plugins. The room above the host implements it.</summary>
public interface IProjectOutput
{
    /// <summary>Brings the files in line with the plugins that are enabled. Doing it twice, or again after a crash, changes nothing more.
    /// What a person made or edited is left alone and reported.</summary>
    /// <param name="project">The project.</param>
    /// <param name="plugins">Every installed plugin.</param>
    Result<OutputReport> Reconcile(ProjectLayout project, ImmutableArray<InstalledPlugin> plugins);
}

/// <summary>What bringing an output in line changed.</summary>
/// <param name="Written">Files that were created or updated, relative to the project.</param>
/// <param name="Removed">Files that were taken away, relative to the project.</param>
/// <param name="Kept">A warning for each file that belongs to a person and was left alone.</param>
public sealed record OutputReport(
    ImmutableArray<string> Written,
    ImmutableArray<string> Removed,
    ImmutableArray<Diagnostic> Kept
);
