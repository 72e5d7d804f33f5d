using System.Text;

namespace Speckit.Sdk.Agents;

/// <summary>The file of a persona: front matter and text.</summary>
internal static class PersonaMarkdown
{
    public static string Write(AgentPersona persona)
    {
        var text = new StringBuilder("---\n");
        Add(text, "name", persona.Name);
        Add(text, "description", persona.Description);
        Add(text, "tools", string.Join(", ", persona.Tools));
        Add(text, "model", persona.Model);
        Add(text, "color", persona.Color);
        text.Append("---\n\n").Append(persona.Persona.ReplaceLineEndings("\n").Trim('\n')).Append('\n');
        if (persona.Capabilities.Count > 0)
        {
            text.Append("\n## Capabilities\n\n");
            foreach (var capability in persona.Capabilities)
            {
                text.Append("- ").Append(capability).Append('\n');
            }
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            text.Append(key).Append(": ").Append(YamlText.Quote(value)).Append('\n');
        }
    }
}
