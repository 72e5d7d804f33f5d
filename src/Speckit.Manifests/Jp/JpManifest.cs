using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Jp;

/// <summary>The JP dialect: <c>apiVersion: speckit.dev/v1</c>, <c>kind: Plugin</c> (JP design §4).</summary>
internal static class JpManifest
{
    public const string ApiVersionKey = "apiVersion";
    public const string KindKey = "kind";

    private const string ApiVersion = "speckit.dev/v1";
    private const string Kind = "Plugin";

    /// <summary>The keys at the root; each is read below.</summary>
    public static ImmutableArray<string> RootKeys { get; } =
    [
        ApiVersionKey,
        KindKey,
        "metadata",
        "provides",
        "requires",
        "compatibility",
        "signatures",
        "config",
        "runtime",
        "resource_limits",
        "sandbox",
        "migrations",
        "changelog",
    ];

    /// <summary>Reads the whole manifest; null, with problems, when it has no name or version.</summary>
    public static PluginManifest? Read(Fields root)
    {
        RequireWord(
            root,
            ApiVersionKey,
            ApiVersion,
            "this version of Speckit reads speckit.dev/v1; a later one may be needed"
        );
        RequireWord(root, KindKey, Kind, "write kind: Plugin");
        var metadata = MetadataSection.Read(root);
        var requirements = RequiresSection.Read(root, metadata.Name);
        var provisions = ProvidesSection.Read(root, requirements.Plugins.Length > 0);
        var compatibility = CompatibilitySection.Read(root);
        var signatures = SignaturesSection.Read(root);
        var config = ConfigSection.Read(root);
        var sandbox = SandboxSection.Read(root);
        var migrations = MigrationList.Read(root);
        var changelog = PackageFiles.Find(root, "changelog");
        var runtime = RuntimeInference.Read(root, provisions, migrations);
        root.Done();
        return metadata is not { Name: { } name, Version: { } version }
            ? null
            : new PluginManifest
            {
                Dialect = ManifestDialect.Speckit,
                Name = name,
                Version = version,
                Description = metadata.Description,
                Author = metadata.Author,
                License = metadata.License,
                Repository = metadata.Repository,
                Homepage = metadata.Homepage,
                Keywords = metadata.Keywords,
                Runtime = runtime,
                Provides = provisions,
                Requires = requirements,
                Compatibility = compatibility,
                Signatures = signatures,
                Sandbox = sandbox,
                ConfigurationSchema = config.Schema,
                ConfigurationSchemaFile = config.SchemaFile,
                ConfigurationDefaults = config.Defaults,
                Migrations = migrations,
                Changelog = changelog,
                Deprecated = metadata.Deprecated,
            };
    }

    private static void RequireWord(Fields root, string key, string expected, string hint)
    {
        if (root.Require(key, expected) is { } value && value.Text() is { } text && text != expected)
        {
            value.Problems.Add(
                ManifestDiagnostics.UnsupportedApi.Error(
                    $"'{key}' is '{Excerpt.Of(text)}'; expected {expected}.",
                    hint,
                    value.Location
                )
            );
        }
    }
}
