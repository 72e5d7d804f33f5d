using System.Text.Json;

namespace Speckit.Host.Configuration;

/// <summary>Copies JSON without secrets.</summary>
internal static class MaskedJson
{
    internal static void Write(Utf8JsonWriter writer, JsonElement value, SecretMask secrets)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(writer, value, secrets);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item, secrets);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(secrets.Apply(TextOf(value)));
                break;
            case JsonValueKind.Number
                when secrets.Apply(value.GetRawText()) is var shown && shown != value.GetRawText():
                writer.WriteStringValue(shown);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, JsonElement value, SecretMask secrets)
    {
        writer.WriteStartObject();
        foreach (var property in value.EnumerateObject())
        {
            writer.WritePropertyName(secrets.Apply(property.Name));
            Write(writer, property.Value, secrets);
        }

        writer.WriteEndObject();
    }

    /// <summary>A lone surrogate is valid JSON and no text: it is shown as its escape.</summary>
    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText()[1..^1];
        }
    }
}
