using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Ospec;

/// <summary><c>plugin_type: agent</c> (OSpec: "Agent Plugins").</summary>
internal static class AgentSection
{
    /// <summary>The key of <c>configuration</c> that holds the tools.</summary>
    public const string ToolsKey = "tools";

    private const string SystemPrompt = "system";

    public static Provisions Read(Fields root, Subject subject, Fields? configuration)
    {
        var role = Names.Simple(root, "role", "the agent's role, such as security_reviewer");
        var prompts = ReadPrompts(root);
        var system = prompts.FirstOrDefault(p => p.Name == SystemPrompt)?.File;
        var description = subject.Description.Length > 0 ? subject.Description : role;
        var agent = new AgentProvision(role, description, system?.Path, system?.Location)
        {
            Extends = ReadExtends(root, role, subject.HasDependencies),
            Tags = root.Texts("capabilities"),
            Specializations = root.Texts("specializations"),
            Prompts = prompts,
            Workflows = AgentWorkflowSection.Read(root),
            Communication = CommunicationSection.Read(root),
            Deprecated = subject.Deprecated,
        };
        return new Provisions { Agents = [configuration is null ? agent : Configure(agent, configuration)] };
    }

    private static AgentProvision Configure(AgentProvision agent, Fields configuration) =>
        agent with
        {
            Tools = TextMap.Read(configuration, ToolsKey, v => v.Text() is { } tool ? ToolNames.Normalize(tool) : null),
            Thresholds = TextMap.ReadValues(configuration, "thresholds", v => v.Number()),
        };

    private static ImmutableArray<AgentPrompt> ReadPrompts(Fields root)
    {
        var prompts = ImmutableArray.CreateBuilder<AgentPrompt>();
        foreach (var (name, value) in root.Find("prompts")?.Entries() ?? [])
        {
            if (PackageFiles.Read(value) is { } file)
            {
                prompts.Add(new AgentPrompt(name, file));
            }
        }

        return prompts.ToImmutable();
    }

    // Bases of other plugins are looked up when those are installed (decisions, 22).
    private static string? ReadExtends(Fields root, string role, bool hasDependencies)
    {
        if (root.Find("extends") is not { } value || value.Text() is not { } text)
        {
            return null;
        }

        if (text == role)
        {
            root.Problems.Add(
                ManifestDiagnostics.Circle.Error(
                    $"The role '{Excerpt.Of(role)}' extends itself.",
                    "extend another role",
                    value.Location
                )
            );
        }
        else if (!hasDependencies && !AgentProvision.BuiltInRoles.Contains(text, StringComparer.Ordinal))
        {
            root.Problems.Add(
                ManifestDiagnostics.UnknownAgent.Error(
                    $"'extends' is '{Excerpt.Of(text)}'; expected {Words.Or(AgentProvision.BuiltInRoles)}.",
                    Suggestion.DidYouMean(text, AgentProvision.BuiltInRoles) ?? "require the plugin that has the role",
                    value.Location
                )
            );
        }

        return text;
    }
}
