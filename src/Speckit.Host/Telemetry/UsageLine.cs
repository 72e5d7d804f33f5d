using System.Buffers;
using System.Text.Json;
using Speckit.Manifests.Sections;
using Speckit.Manifests.Versions;

namespace Speckit.Host.Telemetry;

/// <summary>A <see cref="UsageEvent"/> as a line of JSON. What is read is checked as if a stranger had written it: only what this program
/// could have recorded is sent.</summary>
internal static class UsageLine
{
    /// <summary>The longest line, in bytes without its end.</summary>
    internal const int MaxLength = 1024;

    /// <summary>The line without its end; null for an event that no plugin of a registry gives.</summary>
    internal static byte[]? Write(UsageEvent usage)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, usage);
        }

        return IsPlausible(usage) && buffer.WrittenCount <= MaxLength ? buffer.WrittenSpan.ToArray() : null;
    }

    /// <summary>Writes the event as an object.</summary>
    internal static void Write(Utf8JsonWriter writer, UsageEvent usage)
    {
        writer.WriteStartObject();
        writer.WriteString(UsageField.PluginName.Name, usage.PluginName);
        writer.WriteString(UsageField.PluginVersion.Name, usage.PluginVersion);
        writer.WriteString(UsageField.CommandInvoked.Name, usage.CommandInvoked);
        writer.WriteBoolean(UsageField.Success.Name, usage.Succeeded);
        writer.WriteNumber(UsageField.Duration.Name, usage.DurationMilliseconds);
        writer.WriteEndObject();
    }

    /// <summary>The event of a line; null when it is damaged, or says anything but the five fields.</summary>
    internal static UsageEvent? TryRead(ReadOnlyMemory<byte> line)
    {
        if (line.Length is 0 or > MaxLength)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            return Read(document.RootElement) is { } usage && IsPlausible(usage) ? usage : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // An InvalidOperationException is text that is no UTF-8.
            return null;
        }
    }

    private static UsageEvent? Read(JsonElement line) =>
        line.ValueKind == JsonValueKind.Object
        && line.EnumerateObject().Count() == UsageField.All.Length
        && Text(line, UsageField.PluginName) is { } name
        && Text(line, UsageField.PluginVersion) is { } version
        && Text(line, UsageField.CommandInvoked) is { } command
        && line.TryGetProperty(UsageField.Success.Name, out var success)
        && success.ValueKind is JsonValueKind.True or JsonValueKind.False
        && line.TryGetProperty(UsageField.Duration.Name, out var duration)
        && duration.ValueKind == JsonValueKind.Number
        && duration.TryGetInt64(out var milliseconds)
            ? new UsageEvent(name, version, command, success.GetBoolean(), milliseconds)
            : null;

    private static string? Text(JsonElement line, UsageField field) =>
        line.TryGetProperty(field.Name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static bool IsPlausible(UsageEvent usage) =>
        Manifests.Model.PluginName.TryParse(usage.PluginName, out var name)
        && name.Scope is null
        && SemanticVersion.TryParse(usage.PluginVersion, out _)
        && Names.IsCommand(usage.CommandInvoked)
        && usage.DurationMilliseconds >= 0;
}
