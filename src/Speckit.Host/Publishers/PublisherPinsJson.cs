using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Speckit.Host.Publishers;

/// <summary>The text of <c>publishers.json</c>. It decides whom to believe, so it is read strictly: what is not just as it is written here
/// is an error, never an omission.</summary>
internal static class PublisherPinsJson
{
    private const int Format = 1;

    private static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = 8 };

    /// <summary>Reads a text.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="FormatException">It says something else.</exception>
    internal static PublisherPins Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, ReadOptions);
        var root = Object(document.RootElement, "the document");
        var version = Member(root, "version");
        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != Format)
        {
            throw new FormatException($"its version is {version.GetRawText()}, expected {Format}");
        }

        var pins = PublisherPins.Empty.Pins.ToBuilder();
        foreach (var (subject, value) in Object(Member(root, "publishers"), "'publishers'"))
        {
            pins[subject] = Pin(subject, value);
        }

        return new PublisherPins(
            pins.ToImmutable(),
            PublisherPins.Empty.Revoked.Union(KeyIds(Member(root, "revoked"), "'revoked'"))
        );
    }

    internal static byte[] Write(PublisherPins pins)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Format);
            writer.WriteStartObject("publishers");
            foreach (var (subject, pin) in pins.Pins)
            {
                writer.WriteStartObject(subject);
                writer.WriteString("since", pin.Since.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
                WriteKeyIds(writer, "keys", pin.Keys);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            WriteKeyIds(writer, "revoked", pins.Revoked);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static PublisherPin Pin(string subject, JsonElement value)
    {
        var members = Object(value, $"'{subject}'");
        var keys = KeyIds(Member(members, "keys"), $"'{subject}'");
        var since = Member(members, "since");
        if (keys.IsEmpty)
        {
            throw new FormatException($"'{subject}' has no keys");
        }

        return
            since.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(
                since.GetString(),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time
            )
            ? new PublisherPin(keys, time)
            : throw new FormatException($"'{subject}' has no time");
    }

    /// <summary>The members of an object. A name that is there twice means one thing to some readers and another to others.</summary>
    private static Dictionary<string, JsonElement> Object(JsonElement element, string what)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"{what} is not an object");
        }

        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!members.TryAdd(Text(() => property.Name), property.Value))
            {
                throw new FormatException($"'{property.Name}' is there twice");
            }
        }

        return members;
    }

    private static JsonElement Member(Dictionary<string, JsonElement> members, string name) =>
        members.TryGetValue(name, out var value) ? value : throw new FormatException($"'{name}' is missing");

    private static ImmutableArray<string> KeyIds(JsonElement list, string what)
    {
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException($"the keys of {what} are not a list");
        }

        var ids = list.EnumerateArray()
            .Select(e => e.ValueKind == JsonValueKind.String ? Text(() => e.GetString()!) : null)
            .ToImmutableArray();
        return ids.All(PublisherPins.IsKeyId)
            ? [.. ids.Select(id => id!).Distinct(StringComparer.Ordinal)]
            : throw new FormatException($"a key of {what} is not the SHA-256 of a key in small hexadecimal digits");
    }

    /// <summary>JSON can escape halves of characters, which are no text.</summary>
    private static string Text(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static void WriteKeyIds(Utf8JsonWriter writer, string name, IEnumerable<string> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStringValue(item);
        }

        writer.WriteEndArray();
    }
}
