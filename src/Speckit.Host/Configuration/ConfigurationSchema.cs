using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.JsonSchema;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;
using Speckit.Packaging;
using Speckit.Packaging.Files;

namespace Speckit.Host.Configuration;

/// <summary>The JSON Schema of a plugin's configuration, ready for use (decisions, 15). A plugin without one accepts anything.</summary>
public sealed class ConfigurationSchema
{
    private const int MaxBytes = 1 << 20;
    private readonly JsonSchema.JsonSchema? _compiled;

    private ConfigurationSchema(JsonSchema.JsonSchema? compiled, JsonObject? source)
    {
        _compiled = compiled;
        Exists = source is not null;
        Places = new SchemaPlaces(source);
    }

    /// <summary>Whether the plugin has a schema.</summary>
    public bool Exists { get; }

    /// <summary>What it says of each key.</summary>
    internal SchemaPlaces Places { get; }

    /// <summary>Loads the schema that a manifest holds or names.</summary>
    /// <param name="manifest">The plugin's manifest.</param>
    /// <param name="packageDirectory">The folder of its package.</param>
    /// <returns>The schema, or everything that is wrong with it.</returns>
    public static Result<ConfigurationSchema> Load(PluginManifest manifest, string packageDirectory)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var loaded = manifest.ConfigurationSchemaFile is { } file ? Read(manifest, file, packageDirectory) : manifest;
        if (!loaded.TryGet(out var complete))
        {
            return loaded.Propagate<ConfigurationSchema>();
        }

        if (complete.ConfigurationSchema is not { } schema)
        {
            return new ConfigurationSchema(null, null);
        }

        var compilation = JsonSchema.JsonSchema.Compile(JsonPlace.ToElement(schema));
        return compilation.Schema is { } compiled
            ? new ConfigurationSchema(compiled, schema)
            : Result<ConfigurationSchema>.Failure([.. compilation.Errors.Select(e => Invalid(manifest, e))]);
    }

    /// <summary>Checks what a plugin's author wrote: the schema itself, and that its defaults fit. What a user must give is not missing
    /// in the defaults.</summary>
    /// <returns>Every error; empty when all is well.</returns>
    public static ImmutableArray<Diagnostic> Check(PluginManifest manifest, string packageDirectory)
    {
        var loaded = Load(manifest, packageDirectory);
        if (!loaded.TryGet(out var schema))
        {
            return loaded.Diagnostics;
        }

        var defaults = manifest.ConfigurationDefaults ?? [];
        return
        [
            .. schema
                .Validate(defaults)
                .Where(e => !IsMissing(e))
                .Select(e =>
                    HostDiagnostics.ConfigurationDefaultsMismatch.Error(
                        $"the default of {ConfigurationProblems.Subject(ConfigurationKey.PartsOf(e.InstancePath))}: {e.Message}",
                        $"mend the default, or the schema at {(e.SchemaPath.Length == 0 ? "its root" : e.SchemaPath)}",
                        manifest.ConfigurationSchemaFile?.Location
                    )
                ),
        ];
    }

    /// <summary>What is wrong with a configuration. A reference to the environment may become any scalar: only what no scalar could
    /// mend is told of it.</summary>
    internal ImmutableArray<ValidationError> Validate(JsonObject configuration) =>
        [
            .. ValidateAsIs(configuration)
                .Where(e => !IsForReference(configuration, e))
                .GroupBy(e => e.InstancePath, StringComparer.Ordinal)
                .SelectMany(WithoutRepetition),
        ];

    /// <summary>What is wrong with a configuration in which all references are resolved.</summary>
    internal ImmutableArray<ValidationError> ValidateAsIs(JsonObject configuration) =>
        _compiled?.Validate(JsonPlace.ToElement(configuration)).Errors ?? [];

    /// <summary>Whether the error is that something is not there yet.</summary>
    internal static bool IsMissing(ValidationError error) =>
        error.Keyword is "required" or "dependentRequired" or "dependencies" or "minProperties";

    /// <summary>Whether the schema calls the value at that key a secret.</summary>
    internal bool IsSecret(IEnumerable<string> parts) =>
        Places.OfValue(parts) is { } schema
        && (
            SchemaPlaces.TextOf(schema["format"]) == "password"
            || schema["writeOnly"] is JsonValue writeOnly && writeOnly.TryGetValue<bool>(out var is_) && is_
        );

    /// <summary>That a value is none of those allowed says also that it is of another type.</summary>
    private static IEnumerable<ValidationError> WithoutRepetition(IEnumerable<ValidationError> ofOneValue)
    {
        var errors = ofOneValue.ToList();
        return errors.Exists(e => e.Keyword is "enum" or "const") ? errors.Where(e => e.Keyword != "type") : errors;
    }

    private bool IsForReference(JsonObject configuration, ValidationError error) =>
        JsonPlace.TryFind(configuration, ConfigurationKey.PartsOf(error.InstancePath), out var value)
        && SchemaPlaces.TextOf(value) is { } text
        && EnvironmentReferences.AreIn(text)
        && (
            error.Keyword != "type"
            || SchemaPlaces
                .TypesOf(Places.OfKeyword(error.SchemaPath))
                .Any(type => type is "string" or "integer" or "number" or "boolean")
        );

    private static Result<PluginManifest> Read(PluginManifest manifest, PackageFile file, string packageDirectory)
    {
        var read = PlainFile.ReadAll(
            Path.Combine(packageDirectory, file.Path.Replace('/', Path.DirectorySeparatorChar)),
            MaxBytes
        );
        return read.Succeeded || read.Diagnostics[0].Descriptor == PackagingDiagnostics.FileMissing
            ? ManifestReader.LoadConfigurationSchema(manifest, _ => read.Succeeded ? read.Value : null)
            : read.Propagate<PluginManifest>();
    }

    private static Diagnostic Invalid(PluginManifest manifest, SchemaError error) =>
        HostDiagnostics.ConfigurationSchemaInvalid.Error(
            $"the configuration schema of {manifest.Name} cannot be used: {(error.SchemaPath.Length == 0 ? "" : $"at {error.SchemaPath}, ")}{error.Message}",
            "this is a mistake of the plugin: its author mends it",
            manifest.ConfigurationSchemaFile?.Location
        );
}
