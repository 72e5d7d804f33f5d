using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.JsonSchema;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Configuration;

/// <summary>What a plugin's configuration is made of.</summary>
internal sealed class ConfigurationParts
{
    internal ConfigurationParts(PluginManifest manifest, ConfigurationSchema schema, ConfigurationFile file)
    {
        (Manifest, Schema, File) = (manifest, schema, file);
        Effective = Merge(manifest.ConfigurationDefaults?.DeepClone().AsObject() ?? [], file.ToJson());
    }

    internal PluginManifest Manifest { get; }

    internal ConfigurationSchema Schema { get; }

    /// <summary>What the user wrote.</summary>
    internal ConfigurationFile File { get; }

    /// <summary>The user's values over the defaults.</summary>
    internal JsonObject Effective { get; }

    internal ConfigurationProblems Words => new(Manifest.Name, Schema, File);

    /// <summary>Everything that is wrong, as the validator says it.</summary>
    internal ImmutableArray<ValidationError> Errors() => Schema.Validate(Effective);

    /// <summary>Everything that is wrong, for people.</summary>
    internal ImmutableArray<Diagnostic> Problems() => [.. Errors().Select(Words.Of)];

    /// <summary>The same plugin with another file.</summary>
    internal ConfigurationParts With(ConfigurationFile file) => new(Manifest, Schema, file);

    private static JsonObject Merge(JsonObject below, JsonObject above)
    {
        foreach (var (key, value) in above)
        {
            if (value is JsonObject map && below[key] is JsonObject lower)
            {
                Merge(lower, map);
            }
            else
            {
                below[key] = value?.DeepClone();
            }
        }

        return below;
    }
}
