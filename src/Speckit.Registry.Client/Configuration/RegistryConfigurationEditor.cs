using System.Globalization;
using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;
using Speckit.Packaging.Files;

namespace Speckit.Registry.Client.Configuration;

/// <summary>Adds registries to a project's file and removes them, and leaves every other line of it as it was, comments too.</summary>
public static class RegistryConfigurationEditor
{
    private const string Key = "registries";

    /// <summary>Adds a registry at the end of the list, making the file where there is none.</summary>
    /// <param name="projectRoot">The project's folder.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="url">Where it is. A folder in the project is written relative to the project.</param>
    /// <param name="priority">Lower is asked first; null leaves it out.</param>
    /// <exception cref="IOException">The file cannot be read or written; it is as it was.</exception>
    public static Result<RegistryConfiguration> Add(string projectRoot, string name, string url, int? priority)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!RegistryYaml.IsName(name))
        {
            return RegistryClientDiagnostics.ConfigurationInvalid.Error(
                $"'{name}' is not a name for a registry.",
                "Use letters, digits, '.', '_' and '-'."
            );
        }

        var parsed = RegistryEndpoint.ParseUrl(url, projectRoot);
        if (!parsed.TryGet(out var address))
        {
            return parsed.Propagate<RegistryConfiguration>();
        }

        return Edit(
            projectRoot,
            (configuration, text) =>
            {
                var same = configuration.Endpoints.FirstOrDefault(other => other.Name == name || other.Url == address);
                return same is null
                    ? Insert(text, name, TextOf(projectRoot, address), priority)
                    : RegistryClientDiagnostics.RegistryExists.Error(
                        $"The registry {same} is configured already.",
                        "Remove it first: specify registry remove."
                    );
            }
        );
    }

    /// <summary>Removes a registry.</summary>
    /// <inheritdoc cref="Add"/>
    public static Result<RegistryConfiguration> Remove(string projectRoot, string name) =>
        Edit(
            projectRoot,
            (configuration, text) =>
            {
                var selected = configuration.Select(name);
                return selected.Succeeded ? Cut(text, name) : selected.Propagate<string>();
            }
        );

    private static Result<RegistryConfiguration> Edit(
        string projectRoot,
        Func<RegistryConfiguration, string, Result<string>> change
    )
    {
        var loaded = RegistryConfiguration.Load(projectRoot);
        if (!loaded.TryGet(out var configuration))
        {
            return loaded;
        }

        var path = Path.Combine(projectRoot, RegistryConfiguration.RelativePath);
        var changed = change(configuration, File.Exists(path) ? File.ReadAllText(path, Encoding.UTF8) : "");
        if (!changed.TryGet(out var text))
        {
            return changed.Propagate<RegistryConfiguration>();
        }

        // What is written is read first: an edit never leaves a file that the next command refuses.
        var bytes = Encoding.UTF8.GetBytes(text);
        var result = RegistryConfiguration.Parse(RegistryConfiguration.RelativePath, bytes, projectRoot);
        if (!result.Succeeded)
        {
            return NotEditable<RegistryConfiguration>();
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, bytes);
        return result;
    }

    private static Result<string> Insert(string text, string name, string url, int? priority)
    {
        var root = Root(text);
        var entry = root?.Find(Key);
        if (entry is null)
        {
            // A file with comments alone, or none.
            return root is null || root.Entries.IsEmpty
                ? $"{WithNewline(text)}{Key}:\n{Item("  ", name, url, priority)}"
                : NotEditable<string>();
        }

        if (entry.Value is YamlScalar { Type: YamlScalarType.Null })
        {
            var key = entry.KeyLocation.Line - 1;
            return Splice(text, key + 1, 0, Item("  ", name, url, priority));
        }

        if (entry.Value is not YamlSequence { Items.IsEmpty: false } list || IsFlow(text, list))
        {
            return NotEditable<string>();
        }

        var lines = Lines(text);
        var indent = new string(' ', IndexOfDash(lines, list.Items[^1]));
        return Splice(text, EndOf(lines, list.Items[^1]), 0, Item(indent, name, url, priority));
    }

    private static Result<string> Cut(string text, string name)
    {
        if (Root(text)?.Find(Key)?.Value is not YamlSequence list || IsFlow(text, list))
        {
            return NotEditable<string>();
        }

        var item = list.Items.First(node =>
            node is YamlMapping mapping && mapping.Find("name")?.Value is YamlScalar { Text: var text } && text == name
        );
        var lines = Lines(text);
        var first = item.Location.Line - 1;
        // An empty list is written as nothing: the key alone.
        return Splice(text, first, EndOf(lines, item) - first, "");
    }

    // The line after the last one that belongs to an item of a block list: everything deeper than its dash, but not the blank
    // lines and comments that follow it.
    private static int EndOf(string[] lines, YamlNode item)
    {
        var dash = IndexOfDash(lines, item);
        var end = item.Location.Line;
        for (var i = end; i < lines.Length; i++)
        {
            var trimmed = lines[i].TrimStart(' ');
            if (trimmed.Length == 0 || trimmed[0] == '#')
            {
                continue;
            }

            if (lines[i].Length - trimmed.Length <= dash)
            {
                break;
            }

            end = i + 1;
        }

        return end;
    }

    private static int IndexOfDash(string[] lines, YamlNode item) =>
        lines[item.Location.Line - 1].IndexOf('-', StringComparison.Ordinal);

    private static bool IsFlow(string text, YamlSequence list)
    {
        var lines = Lines(text);
        // Every item starts on a line of its own, behind its dash and nothing else.
        return list.Items.Any(item =>
        {
            var line = lines[item.Location.Line - 1];
            var before = line[..Math.Min(item.Location.Column - 1, line.Length)];
            return before.Trim() != "-" || item is not YamlMapping || line[before.Length..].StartsWith('{');
        });
    }

    private static YamlMapping? Root(string text)
    {
        var read = YamlReader.Read(RegistryConfiguration.RelativePath, text);
        return read.Succeeded ? read.Value as YamlMapping : null;
    }

    private static string[] Lines(string text) => text.Split('\n').Select(line => line.TrimEnd('\r')).ToArray();

    private static string Splice(string text, int line, int remove, string insert)
    {
        var lines = WithNewline(text).Split('\n').ToList();
        lines.RemoveRange(line, remove);
        var newline = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        if (insert.Length > 0)
        {
            lines.Insert(
                line,
                insert.TrimEnd('\n').Replace("\n", newline, StringComparison.Ordinal) + newline.TrimEnd('\n')
            );
        }

        return string.Join('\n', lines);
    }

    private static string WithNewline(string text) => text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";

    private static string Item(string indent, string name, string url, int? priority)
    {
        var item = new StringBuilder();
        item.Append(indent).Append("- name: ").Append(Quoted(name)).Append('\n');
        item.Append(indent).Append("  url: ").Append(url).Append('\n');
        if (priority is { } number)
        {
            item.Append(indent)
                .Append("  priority: ")
                .Append(number.ToString(CultureInfo.InvariantCulture))
                .Append('\n');
        }

        return item.ToString();
    }

    private static string TextOf(string projectRoot, Uri url)
    {
        var text = url.IsFile ? FolderUrl.Portable(projectRoot, url) : url.AbsoluteUri.TrimEnd('/');
        // A URL has no blank and no colon before a blank; a folder's path may.
        return text.All(c =>
            char.IsAsciiLetterOrDigit(c) || c is '/' or ':' or '.' or '-' or '_' or '~' or '%' or '[' or ']'
        )
            ? text
            : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    // A name such as 12 or true would be read as something else.
    private static string Quoted(string name) =>
        name.All(c => char.IsAsciiLetter(c) || c is '-' or '_')
        && name is not ("true" or "false" or "null" or "True" or "False" or "Null" or "TRUE" or "FALSE" or "NULL")
            ? name
            : $"\"{name}\"";

    private static Result<T> NotEditable<T>()
        where T : notnull =>
        RegistryClientDiagnostics.NotEditable.Error(
            $"{RegistryConfiguration.RelativePath} is written in a form that is not edited here.",
            "Edit it by hand: registries is a list, each item on its own lines with name and url."
        );
}
