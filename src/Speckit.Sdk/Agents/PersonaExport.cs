using System.Text;

namespace Speckit.Sdk.Agents;

/// <summary>Writes the files of a plugin's personas, and shows what the manifest says of personas and squads.</summary>
internal static class PersonaExport
{
    /// <summary>The argument that asks for it.</summary>
    public const string Argument = "--export-personas";

    /// <summary>Writes <c>&lt;name&gt;.md</c> for each persona.</summary>
    /// <exception cref="InvalidOperationException">A persona or a squad makes no sense.</exception>
    /// <exception cref="IOException">A file could not be written.</exception>
    public static async Task WriteAsync(
        IReadOnlyCollection<AgentPersona> personas,
        IReadOnlyCollection<Squad> squads,
        string directory,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        foreach (var persona in personas)
        {
            Check(persona);
        }

        foreach (var squad in squads)
        {
            Check(squad, personas);
        }

        Directory.CreateDirectory(directory);
        foreach (var persona in personas)
        {
            var path = Path.Combine(directory, persona.Name + ".md");
            await ReplaceAsync(path, PersonaMarkdown.Write(persona), cancellationToken);
        }

        await output.WriteAsync(Manifest(personas, squads, directory));
    }

    private static void Check(AgentPersona persona)
    {
        if (
            persona.Name.Length == 0
            || !persona.Name.All(IsNameCharacter)
            || !char.IsAsciiLetterOrDigit(persona.Name[0])
        )
        {
            throw new InvalidOperationException(
                $"The persona '{persona.Name}' needs a name of lower-case letters, digits, '-', '_' and '.', starting with a letter or digit."
            );
        }

        if (string.IsNullOrWhiteSpace(persona.Description) || string.IsNullOrWhiteSpace(persona.Persona))
        {
            throw new InvalidOperationException($"The persona '{persona.Name}' needs a description and a text.");
        }
    }

    private static void Check(Squad squad, IEnumerable<AgentPersona> personas)
    {
        var names = personas.Select(persona => persona.Name).ToHashSet(StringComparer.Ordinal);
        if (squad.Members.Count == 0)
        {
            throw new InvalidOperationException($"The squad '{squad.Name}' has no members.");
        }

        if (squad.Members.FirstOrDefault(member => !names.Contains(member)) is { } stranger)
        {
            throw new InvalidOperationException(
                $"The squad '{squad.Name}' has the member '{stranger}', which is no persona of this plugin: add it with AddPersona."
            );
        }

        if (squad.Lead is { } lead && !squad.Members.Contains(lead, StringComparer.Ordinal))
        {
            throw new InvalidOperationException($"'{lead}' leads the squad '{squad.Name}' and is no member of it.");
        }
    }

    private static bool IsNameCharacter(char character) =>
        char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '_' or '.';

    private static async Task ReplaceAsync(string path, string text, CancellationToken cancellationToken)
    {
        var beside = path + ".tmp";
        await File.WriteAllTextAsync(beside, text, new UTF8Encoding(false), cancellationToken);
        File.Move(beside, path, overwrite: true);
    }

    private static string Manifest(
        IReadOnlyCollection<AgentPersona> personas,
        IReadOnlyCollection<Squad> squads,
        string directory
    )
    {
        var folder = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        var text = new StringBuilder("provides:\n");
        AddItems(
            text,
            "agents",
            personas,
            persona =>
                [
                    ("name", persona.Name),
                    ("description", YamlText.Quote(persona.Description)),
                    ("persona_file", $"{folder}/{persona.Name}.md"),
                ]
        );
        AddItems(
            text,
            "squads",
            squads,
            squad =>
                [
                    ("name", squad.Name),
                    ("description", YamlText.Quote(squad.Description)),
                    ("members", $"[{string.Join(", ", squad.Members)}]"),
                    ("lead", squad.Lead),
                ]
        );
        return text.ToString();
    }

    private static void AddItems<T>(
        StringBuilder text,
        string key,
        IReadOnlyCollection<T> items,
        Func<T, (string Key, string? Value)[]> members
    )
    {
        if (items.Count == 0)
        {
            return;
        }

        text.Append("  ").Append(key).Append(":\n");
        foreach (var item in items)
        {
            var start = "    - ";
            foreach (var (name, value) in members(item).Where(member => member.Value is not null))
            {
                text.Append(start).Append(name).Append(": ").Append(value).Append('\n');
                start = "      ";
            }
        }
    }
}
