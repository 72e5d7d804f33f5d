using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Manifests.Versions;

namespace Speckit.Manifests.Model;

/// <summary>What a <c>plugin.yaml</c> says: one model for both dialects (decisions, 1).</summary>
public sealed record PluginManifest
{
    /// <summary>The manifest's file name at a package's root.</summary>
    public const string FileName = "plugin.yaml";

    /// <summary>Where changes are told when a manifest does not say.</summary>
    public const string DefaultChangelog = "CHANGELOG.md";

    /// <summary>The dialect it was written in.</summary>
    public required ManifestDialect Dialect { get; init; }

    /// <summary>The plugin's name.</summary>
    public required PluginName Name { get; init; }

    /// <summary>The plugin's version.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>What it does, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>Who wrote it.</summary>
    public string? Author { get; init; }

    /// <summary>The address of who wrote it.</summary>
    public string? AuthorEmail { get; init; }

    /// <summary>The page of who wrote it.</summary>
    public string? AuthorUrl { get; init; }

    /// <summary>SPDX identifier.</summary>
    public string? License { get; init; }

    /// <summary>Where its source lives.</summary>
    public string? Repository { get; init; }

    /// <summary>Its page.</summary>
    public string? Homepage { get; init; }

    /// <summary>Words to find it by.</summary>
    public ImmutableArray<string> Keywords { get; init; } = [];

    /// <summary>The language runtime that starts its entry points; null when it has none.</summary>
    public PluginRuntime? Runtime { get; init; }

    /// <summary>The code of the whole plugin; JP plugins name the code of each provision instead.</summary>
    public EntryPoints EntryPoints { get; init; } = EntryPoints.None;

    /// <summary>What it adds.</summary>
    public Provisions Provides { get; init; } = Provisions.None;

    /// <summary>What it needs.</summary>
    public Requirements Requires { get; init; } = Requirements.None;

    /// <summary>What it was made for and tried with.</summary>
    public Compatibility Compatibility { get; init; } = Compatibility.Any;

    /// <summary>Informative only; the detached signature decides (decisions, 12).</summary>
    public ManifestSignatures? Signatures { get; init; }

    /// <summary>The narrowest sandbox it can live in.</summary>
    public SandboxRequest Sandbox { get; init; } = SandboxRequest.Default;

    /// <summary>The JSON Schema of its configuration: where the manifest holds it, or its file was loaded; else null.</summary>
    public JsonObject? ConfigurationSchema { get; init; }

    /// <summary>The file that holds the JSON Schema of its configuration, or null.</summary>
    public PackageFile? ConfigurationSchemaFile { get; init; }

    /// <summary>The configuration used where the user says nothing.</summary>
    public JsonObject? ConfigurationDefaults { get; init; }

    /// <summary>How configuration and data of older versions are brought along.</summary>
    public ImmutableArray<PluginMigration> Migrations { get; init; } = [];

    /// <summary>What changed from version to version; null for <see cref="DefaultChangelog"/>, if it is there.</summary>
    public PackageFile? Changelog { get; init; }

    /// <summary>Whether the whole plugin is going away.</summary>
    public Deprecation? Deprecated { get; init; }

    /// <summary>What its author needs to build it: package to range, in npm's words.</summary>
    public ImmutableSortedDictionary<string, string> DevelopmentDependencies { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Patterns of the files that belong into the package; empty for all.</summary>
    public ImmutableArray<string> Files { get; init; } = [];
}

/// <summary>How a manifest is written.</summary>
public enum ManifestDialect
{
    /// <summary><c>apiVersion: speckit.dev/v1</c> and <c>kind: Plugin</c> (JP design §4).</summary>
    Speckit,

    /// <summary><c>plugin_type: …</c> (OSpec extensibility chapter).</summary>
    Ospec,
}

/// <summary>How a plugin's entry points are started.</summary>
public enum PluginRuntime
{
    /// <summary>A framework-dependent .NET assembly.</summary>
    Dotnet,

    /// <summary>An executable of the platform.</summary>
    Native,

    /// <summary>A Python module.</summary>
    Python,

    /// <summary>A Node.js module.</summary>
    Node,
}
