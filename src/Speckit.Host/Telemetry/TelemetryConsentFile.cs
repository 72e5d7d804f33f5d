using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Speckit.Host.Projects;
using Speckit.Packaging.Files;

namespace Speckit.Host.Telemetry;

/// <summary><c>~/.specify/telemetry/consent.json</c>. What cannot be read is no consent, and neither is consent to other fields than the
/// five: a later version that tells more has to ask again.</summary>
/// <param name="user">The user's state.</param>
internal sealed class TelemetryConsentFile(UserLayout user)
{
    private const int MaxLength = 64 * 1024;
    private const string Fields = "fields";
    private const string Endpoint = "endpoint";
    private const string Registries = "registries";

    internal string FilePath { get; } = Path.Combine(user.TelemetryDirectory, "consent.json");

    /// <summary>Whether there is such a file: all that telemetry costs while it is off.</summary>
    internal bool IsThere => File.Exists(FilePath);

    /// <summary>The consent, or null.</summary>
    internal TelemetryConsent? Read()
    {
        try
        {
            return IsThere && PlainFile.ReadAll(FilePath, MaxLength).TryGet(out var bytes) ? Parse(bytes) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Stores the consent; its folder is there.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal void Write(TelemetryConsent consent)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString(Endpoint, consent.Endpoint);
            WriteTexts(writer, Registries, consent.Registries);
            WriteTexts(writer, Fields, UsageField.All.Select(f => f.Name));
            writer.WriteEndObject();
        }

        AtomicFile.Write(FilePath, buffer.WrittenSpan, AtomicFile.Private);
    }

    /// <summary>Reads a consent's text; null when it is none.</summary>
    internal static TelemetryConsent? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return
                Texts(root.GetProperty(Fields)).SequenceEqual(UsageField.All.Select(f => f.Name))
                && root.GetProperty(Endpoint).GetString() is { } endpoint
                ? new TelemetryConsent(endpoint, Texts(root.GetProperty(Registries)))
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static ImmutableArray<string> Texts(JsonElement list) =>
        [.. list.EnumerateArray().Select(item => item.GetString() ?? "")];

    private static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
