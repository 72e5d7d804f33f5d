using Speckit.Host;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;

namespace Speckit.Workspace.Agents;

/// <summary>For which coding agents a project wants files: <c>agents</c> in <c>.specify/config.yaml</c>.</summary>
internal static class AgentSettings
{
    private const string Key = "agents";
    private const string Claude = "claude";

    /// <summary>Whether files for Claude Code are wanted: yes unless the file has a list without it.</summary>
    internal static Result<WantedAgents> Read(ProjectLayout project)
    {
        if (!File.Exists(project.ConfigFile))
        {
            return new WantedAgents(Claude: true);
        }

        var read = YamlReader.Read(project.ConfigFile, File.ReadAllBytes(project.ConfigFile));
        if (!read.TryGet(out var root))
        {
            return read.Propagate<WantedAgents>();
        }

        if ((root as YamlMapping)?.Find(Key) is not { } entry)
        {
            return new WantedAgents(Claude: true);
        }

        var names = (entry.Value as YamlSequence)?.Items.Select(i => (i as YamlScalar)?.Text).ToList();
        return names is not null && names.TrueForAll(n => n == Claude)
            ? new WantedAgents(Claude: names.Count > 0)
            : HostDiagnostics.ConfigurationInvalid.Error(
                $"'{Key}' is not a list of agents that files can be written for",
                $"write '{Key}: [{Claude}]', or '{Key}: []' for none",
                entry.Value.Location
            );
    }
}

/// <summary>The agents that files are wanted for.</summary>
/// <param name="Claude">Claude Code.</param>
internal sealed record WantedAgents(bool Claude);
