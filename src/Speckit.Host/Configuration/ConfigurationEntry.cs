using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Speckit.Host.Configuration;

/// <summary>One value of a configuration, and what the schema says of it.</summary>
/// <param name="Key">Its key, as <see cref="ConfigurationKey.Parse"/> reads it.</param>
/// <param name="Value">The value; null too when there is none.</param>
/// <param name="Origin">Who gave it.</param>
/// <param name="Types">The types that the schema allows, in JSON Schema's words; empty when it does not say.</param>
/// <param name="Description">What it is for, or null.</param>
/// <param name="Allowed">The only values there are, as JSON; empty when there is no such list.</param>
public sealed record ConfigurationEntry(
    string Key,
    JsonNode? Value,
    ConfigurationOrigin Origin,
    ImmutableArray<string> Types,
    string? Description,
    ImmutableArray<string> Allowed
)
{
    internal static ConfigurationEntry Of(
        ImmutableArray<string> parts,
        JsonNode? value,
        ConfigurationOrigin origin,
        ConfigurationSchema schema
    )
    {
        var said = schema.Places.OfValue(parts);
        return new ConfigurationEntry(
            ConfigurationKey.Of(parts),
            value?.DeepClone(),
            origin,
            SchemaPlaces.TypesOf(said),
            SchemaPlaces.TextOf(said?["description"]) ?? SchemaPlaces.TextOf(said?["title"]),
            said?["enum"] is JsonArray choices ? [.. choices.Select(c => c?.ToJsonString() ?? "null")] : []
        );
    }
}

/// <summary>Who gave a value of a configuration.</summary>
public enum ConfigurationOrigin
{
    /// <summary>The plugin.</summary>
    Default,

    /// <summary>The user, in <c>config.yaml</c>.</summary>
    Yours,

    /// <summary>Nobody.</summary>
    Unset,
}
