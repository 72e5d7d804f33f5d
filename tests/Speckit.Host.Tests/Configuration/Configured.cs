using System.Text.Json.Nodes;
using Speckit.Host.Configuration;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Yaml;

namespace Speckit.Host.Tests.Configuration;

/// <summary>A plugin's schema and defaults, and a user's file, in a folder of one test.</summary>
internal sealed class Configured : IDisposable
{
    public const string Schema = """
        type: object
        additionalProperties: false
        properties:
          severity_threshold: { type: string, enum: [low, medium, high, critical], description: From where on }
          scan_dependencies: { type: boolean }
          port: { type: integer, minimum: 1 }
          password: { type: string, minLength: 10, format: password }
          server:
            type: object
            additionalProperties: false
            required: [url]
            properties:
              url: { type: string, pattern: "^https://" }
              retries: { type: integer }
          hosts:
            type: array
            items: { $ref: "#/$defs/host" }
          example.com: { type: string }
          anything: {}
        $defs:
          host:
            type: object
            additionalProperties: false
            properties:
              name: { type: string }
              weight: { type: number }
        """;

    public const string Defaults = "severity_threshold: medium\nscan_dependencies: true\n";

    private readonly Support.TempFolder _folder = new();

    public Configured(string? schema = Schema, string? defaults = Defaults) =>
        Manifest = new PluginManifest
        {
            Dialect = ManifestDialect.Speckit,
            Name = PluginName.Parse("demo"),
            Version = Manifests.Versions.SemanticVersion.Parse("1.0.0"),
            ConfigurationSchema = Json(schema),
            ConfigurationDefaults = Json(defaults),
        };

    public PluginManifest Manifest { get; init; }

    public string Path => _folder.At("config.yaml");

    public string Folder => _folder.Path;

    public Result<JsonObject> Load(string? yaml = null)
    {
        if (yaml is not null)
        {
            File.WriteAllText(Path, yaml);
        }

        return PluginConfiguration.Load(Path, Manifest, _folder.Path);
    }

    /// <summary>The one problem of that file.</summary>
    public Diagnostic Problem(string yaml)
    {
        var loaded = Load(yaml);
        loaded.Succeeded.ShouldBeFalse();
        return loaded.Diagnostics.ShouldHaveSingleItem();
    }

    public ConfigurationParts Parts(string yaml)
    {
        var schema = ConfigurationSchema.Load(Manifest, _folder.Path);
        return new ConfigurationParts(Manifest, schema.Value, ConfigurationFile.Parse("config.yaml", yaml).Value);
    }

    public static JsonObject? Json(string? yaml) =>
        yaml is null ? null : YamlReader.Read("x", yaml).Value.ToJson()!.AsObject();

    public void Dispose() => _folder.Dispose();
}
