using System.Text.Json;
using System.Text.Json.Serialization;

namespace Speckit.Packaging.Trust;

/// <summary>Writes a level as its name and reads nothing but names: the framework's converter would take numbers and any case.</summary>
public sealed class TrustLevelJsonConverter : JsonConverter<TrustLevel>
{
    /// <inheritdoc/>
    public override TrustLevel Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TrustLevels.TryParse(reader.GetString(), out var level)
            ? level
            : throw new JsonException($"Expected one of {string.Join(", ", TrustLevels.Names)}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TrustLevel value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToName());
    }
}
