using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Workspace.Backlog;

/// <summary>
/// The "Plugin Metadata" section at the end of a task file: one <c>- key: JSON</c> line each, between HTML comments
/// (decisions, 20: Backlog.md deletes front-matter keys that it does not know, and keeps this section).
/// </summary>
public static class PluginMetadata
{
    private const int MaximumKeys = 64;
    private const int MaximumKeyLength = 64;
    private const int MaximumLength = 16 * 1024;

    /// <summary>No metadata. Keys compare ordinally.</summary>
    public static ImmutableSortedDictionary<string, JsonElement> None { get; } =
        ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Metadata with text values only.</summary>
    public static ImmutableSortedDictionary<string, JsonElement> Of(
        params IEnumerable<(string Key, string Value)> pairs
    ) => None.AddRange(pairs.Select(p => KeyValuePair.Create(p.Key, Text(p.Value))));

    /// <summary>The lines of the section, without the markers around them.</summary>
    internal static Result<string> Write(ImmutableSortedDictionary<string, JsonElement> values)
    {
        if (values.Count > MaximumKeys)
        {
            return Invalid($"There are {values.Count} metadata keys; {MaximumKeys} are allowed.");
        }

        var builder = new StringBuilder();
        foreach (var (key, value) in values)
        {
            if (!IsKey(key))
            {
                return Invalid(
                    $"'{key}' is not a metadata key: letters, digits, '_', '.' and '-', at most {MaximumKeyLength}."
                );
            }

            if (Json(value) is not { } json)
            {
                return Invalid($"The metadata value of '{key}' is not JSON that can be written as UTF-8.");
            }

            builder.Append("- ").Append(key).Append(": ").Append(json).Append('\n');
        }

        return builder.Length > MaximumLength
            ? Invalid($"The metadata has {builder.Length} characters; {MaximumLength} are allowed.")
            : builder.ToString();
    }

    /// <summary>Reads the lines of the section.</summary>
    internal static Result<ImmutableSortedDictionary<string, JsonElement>> Read(string path, string lines)
    {
        var values = None.ToBuilder();
        foreach (var line in lines.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var key = line.StartsWith("- ", StringComparison.Ordinal) && colon > 2 ? line[2..colon] : "";
            if (!IsKey(key) || values.ContainsKey(key) || Parse(line[(colon + 2)..]) is not { } value)
            {
                return WorkspaceDiagnostics.MetadataUnreadable.Error(
                    $"The plugin metadata of '{path}' has a line that is not '- key: JSON'.",
                    "restore the section from the file's history, or delete it"
                );
            }

            values[key] = value;
        }

        return values.ToImmutable();
    }

    /// <summary>The old values with the new ones over them; JSON nulls remove.</summary>
    internal static ImmutableSortedDictionary<string, JsonElement> Merge(
        ImmutableSortedDictionary<string, JsonElement> old,
        ImmutableSortedDictionary<string, JsonElement> changes
    )
    {
        var merged = old.ToBuilder();
        foreach (var (key, value) in changes)
        {
            if (value.ValueKind == JsonValueKind.Null)
            {
                merged.Remove(key);
            }
            else
            {
                merged[key] = value;
            }
        }

        return merged.ToImmutable();
    }

    private static bool IsKey(string key) =>
        key.Length is > 0 and <= MaximumKeyLength
        && (char.IsAsciiLetter(key[0]) || key[0] == '_')
        && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    // The default encoder escapes everything but plain ASCII, and < and > too: no value can end the HTML comment,
    // begin a section, or reorder what a reader sees.
    private static string? Json(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        try
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                value.WriteTo(writer);
            }

            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate has no UTF-8 form.
            return null;
        }
    }

    private static JsonElement? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement Text(string value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStringValue(value);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static Diagnostic Invalid(string message) => WorkspaceDiagnostics.TaskValueInvalid.Error(message);
}
