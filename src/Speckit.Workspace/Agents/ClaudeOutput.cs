using System.Collections.Immutable;
using Speckit.Host;
using Speckit.Host.Installed;
using Speckit.Host.Outputs;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Workspace.Agents;

/// <summary>The slash commands and personas of Claude Code, kept in line with the enabled plugins.</summary>
public sealed class ClaudeOutput : IProjectOutput
{
    private const int MaxPersonaBytes = 256 * 1024;

    /// <inheritdoc/>
    public Result<OutputReport> Reconcile(ProjectLayout project, ImmutableArray<InstalledPlugin> plugins)
    {
        ArgumentNullException.ThrowIfNull(project);
        var settings = AgentSettings.Read(project);
        if (!settings.TryGet(out var wanted))
        {
            return settings.Propagate<OutputReport>();
        }

        var desired = new List<AgentFile>();
        var warnings = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var file in plugins.Where(p => p.Enabled && wanted.Claude).SelectMany(p => FilesOf(project, p)))
        {
            warnings.AddRange(file.Diagnostics);
            if (file.TryGet(out var rendered))
            {
                desired.Add(rendered);
            }
        }

        var reconciled = new AgentFileStore(project.Root).Reconcile(desired);
        return reconciled.TryGet(out var report)
            ? new OutputReport(report.Written, report.Removed, [.. warnings, .. reconciled.Diagnostics])
            : reconciled.Propagate<OutputReport>();
    }

    private static IEnumerable<Result<AgentFile>> FilesOf(ProjectLayout project, InstalledPlugin plugin) =>
        plugin
            .Commands.Select(c => CommandFile.Render(plugin.Name, c))
            // A role without a persona has nothing to say to the agent.
            .Concat(plugin.Agents.Where(a => a.PersonaFile is not null).Select(a => RenderPersona(project, plugin, a)));

    private static Result<AgentFile> RenderPersona(ProjectLayout project, InstalledPlugin plugin, AgentProvision agent)
    {
        var path = Path.Combine(project.PluginDirectory(plugin.Name), agent.PersonaFile!);
        try
        {
            return new FileInfo(path).Length > MaxPersonaBytes
                ? HostDiagnostics.InstalledManifestInvalid.Error(
                    $"the persona of {agent.Name} is larger than {MaxPersonaBytes} bytes"
                )
                : PersonaFile.Render(plugin.Name, agent, File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return HostDiagnostics.InstalledManifestInvalid.Error(
                $"the persona file {agent.PersonaFile} of {plugin.Name} cannot be read: {e.Message}"
            );
        }
    }
}
