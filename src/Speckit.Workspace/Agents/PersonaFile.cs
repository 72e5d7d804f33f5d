using System.Collections.Immutable;
using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Workspace.Text;

namespace Speckit.Workspace.Agents;

/// <summary>Agent personas of Claude Code: <c>.claude/agents/name.md</c>.</summary>
public static class PersonaFile
{
    private const int MaximumLength = 256 * 1024;

    // Other keys of an agent file (hooks, mcpServers, permissionMode …) run programs or widen rights
    // without the user's consent to this plugin.
    private static readonly ImmutableArray<string> HarmlessKeys = ["tools", "model", "color"];

    /// <summary>The file of a persona.</summary>
    /// <param name="plugin">The plugin that provides it.</param>
    /// <param name="agent">The agent. Its texts are not trusted.</param>
    /// <param name="persona">The text of <see cref="AgentProvision.PersonaFile"/>, with or without front matter. Not trusted.</param>
    /// <returns>The file, with a warning for each front-matter key that was left out; or why there can be none.</returns>
    public static Result<AgentFile> Render(PluginName plugin, AgentProvision agent, string persona)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(persona);
        if (AgentFilePath.OfAgent(agent.Name) is not { } path)
        {
            return Invalid(
                $"The agent name '{UntrustedText.SingleLine(agent.Name)}' of {plugin} cannot be a file name.",
                "use letters, digits, '.', '_' and '-'"
            );
        }

        if (persona.Length > MaximumLength)
        {
            return Invalid($"The persona of '{agent.Name}' is longer than {MaximumLength / 1024} Ki characters.", null);
        }

        var text = UntrustedText.Block(persona);
        var read = FrontMatter.Read(agent.PersonaFile ?? agent.Name, text);
        if (read is null ? text.StartsWith("---\n", StringComparison.Ordinal) : !read.Succeeded)
        {
            return Invalid(
                $"The front matter of the persona '{agent.PersonaFile}' of {plugin} cannot be read.",
                "write 'key: value' lines between two '---' lines"
            );
        }

        var body = (read?.Value.Body ?? text).Trim('\n');
        if (string.IsNullOrWhiteSpace(body))
        {
            return Invalid(
                $"The persona '{agent.PersonaFile}' of {plugin} has no text.",
                "say who the agent is and how it works"
            );
        }

        var warnings = ImmutableArray.CreateBuilder<Diagnostic>();
        var header = Header(plugin, agent, read?.Value, warnings);
        return Result<AgentFile>.Success(new AgentFile(path, plugin, $"{header}\n{body}\n"), warnings.ToImmutable());
    }

    private static string Header(
        PluginName plugin,
        AgentProvision agent,
        FrontMatter? given,
        ImmutableArray<Diagnostic>.Builder warnings
    )
    {
        var own = given is null ? null : Scalar(given, "description");
        var description = AgentText.Description(string.IsNullOrWhiteSpace(own) ? agent.Description : own);
        var text = new StringBuilder("---\nname: ")
            .Append(JsYaml.Flow(agent.Name))
            .Append("\ndescription: ")
            .Append(
                JsYaml.Flow(
                    description.Length == 0
                        ? $"Persona of the plugin {AgentText.Description(plugin.ToString())}"
                        : description
                )
            )
            .Append('\n');
        foreach (var key in given?.Keys ?? [])
        {
            if (HarmlessKeys.Contains(key, StringComparer.Ordinal) && Scalar(given!, key) is { Length: > 0 } value)
            {
                text.Append(key).Append(": ").Append(JsYaml.Flow(AgentText.Description(value))).Append('\n');
            }
            else if (key is not ("name" or "description"))
            {
                warnings.Add(
                    WorkspaceDiagnostics.PersonaKeyDropped.Warning(
                        $"The key '{key}' of the persona '{agent.PersonaFile}' of {plugin} was left out.",
                        $"personas may set: {string.Join(", ", HarmlessKeys)}"
                    )
                );
            }
        }

        return text.Append("---\n").ToString();
    }

    private static string? Scalar(FrontMatter frontMatter, string key) =>
        frontMatter.Get(key).TryGet(out var value)
            ? value.Scalar ?? (value.Items is { } items ? string.Join(", ", items) : null)
            : null;

    private static Diagnostic Invalid(string message, string? hint) =>
        WorkspaceDiagnostics.AgentOutputInvalid.Error(message, hint);
}
