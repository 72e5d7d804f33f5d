using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Configuration;

/// <summary>A plugin's configuration for people to look at. References to the environment are as they are written, and what the schema
/// calls a secret (<c>format: password</c>, <c>writeOnly: true</c>) is masked.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="Path">The user's file, whether it is there or not.</param>
/// <param name="HasSchema">Whether the plugin says what values it takes.</param>
/// <param name="Effective">The user's values over the defaults.</param>
/// <param name="Entries">Each value, and each key that the schema knows and nobody gave a value.</param>
/// <param name="Problems">What does not fit the schema.</param>
public sealed record ConfigurationView(
    PluginName Name,
    string Path,
    bool HasSchema,
    JsonObject Effective,
    ImmutableArray<ConfigurationEntry> Entries,
    ImmutableArray<Diagnostic> Problems
)
{
    private JsonObject User { get; init; } = [];

    /// <summary>Looks up one value, which may be a map or a list.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value; null too when it is null.</param>
    /// <param name="origin">Whether any of it is the user's.</param>
    public bool TryGet(ConfigurationKey key, out JsonNode? value, out ConfigurationOrigin origin)
    {
        ArgumentNullException.ThrowIfNull(key);
        var found = JsonPlace.TryFind(Effective, key.Parts, out value);
        origin = found ? OriginOf(User, key.Parts) : ConfigurationOrigin.Unset;
        return found;
    }

    /// <summary>That there is no such key, and which may have been meant.</summary>
    public Diagnostic UnknownKey(ConfigurationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return HostDiagnostics.ConfigurationKeyInvalid.Error(
            $"the configuration of {Name} has no value for '{key}'",
            Suggestion.DidYouMean(key.ToString(), Entries.Select(e => e.Key))
                ?? $"'specify plugin config {Name}' shows the keys there are"
        );
    }

    internal static ConfigurationView Of(ConfigurationParts configuration)
    {
        var schema = configuration.Schema;
        var effective = Mask(configuration.Effective, [], schema)!.AsObject();
        var user = configuration.File.ToJson();
        var entries = Leaves(effective, [])
            .Select(leaf => ConfigurationEntry.Of(leaf.Parts, leaf.Value, OriginOf(user, leaf.Parts), schema));
        var unset = Unset(schema, effective, [])
            .Select(parts => ConfigurationEntry.Of(parts, null, ConfigurationOrigin.Unset, schema));
        return new ConfigurationView(
            configuration.Manifest.Name,
            configuration.File.Name,
            schema.Exists,
            effective,
            [.. entries, .. unset],
            configuration.Problems()
        )
        {
            User = user,
        };
    }

    private static ConfigurationOrigin OriginOf(JsonObject user, ImmutableArray<string> parts) =>
        JsonPlace.TryFind(user, parts, out _) ? ConfigurationOrigin.Yours : ConfigurationOrigin.Default;

    private static JsonNode? Mask(JsonNode? node, ImmutableArray<string> parts, ConfigurationSchema schema) =>
        schema.IsSecret(parts) && !IsReference(node)
            ? JsonValue.Create(SecretMask.Shown)
            : node switch
            {
                JsonObject map => new JsonObject(
                    map.Select(p => KeyValuePair.Create(p.Key, Mask(p.Value, parts.Add(p.Key), schema)))
                ),
                JsonArray list => new JsonArray([.. list.Select((item, i) => Mask(item, parts.Add($"{i}"), schema))]),
                _ => node?.DeepClone(),
            };

    private static bool IsReference(JsonNode? node) =>
        node is null || (SchemaPlaces.TextOf(node) is { } text && EnvironmentReferences.IsWhole(text));

    private static IEnumerable<(ImmutableArray<string> Parts, JsonNode? Value)> Leaves(
        JsonObject map,
        ImmutableArray<string> parts
    ) =>
        map.SelectMany(p =>
            p.Value is JsonObject { Count: > 0 } below ? Leaves(below, parts.Add(p.Key)) : [(parts.Add(p.Key), p.Value)]
        );

    /// <summary>The keys that the schema knows and the configuration does not have. Only maps that are there, or that say which keys
    /// they have, are looked into; a schema that contains itself ends where nothing is configured.</summary>
    private static IEnumerable<ImmutableArray<string>> Unset(
        ConfigurationSchema schema,
        JsonNode? node,
        ImmutableArray<string> parts
    ) =>
        schema
            .Places.KeysOf(parts)
            .SelectMany(key =>
                node is JsonObject map && map.TryGetPropertyValue(key, out var below)
                    ? below is JsonObject
                        ? Unset(schema, below, parts.Add(key))
                        : []
                    : [parts.Add(key)]
            );
}
