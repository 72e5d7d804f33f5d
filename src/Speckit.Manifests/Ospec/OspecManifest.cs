using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Ospec;

/// <summary>The OSpec dialect: <c>plugin_type: …</c> (OSpec extensibility chapter).</summary>
internal static class OspecManifest
{
    public const string TypeKey = "plugin_type";

    private const string VersionKey = "ospec_version";

    // What each type adds, by the word of plugin_type.
    private static readonly ImmutableArray<(string Word, Func<Fields, Subject, Fields?, Provisions> Read)> Types =
    [
        ("outcome_type", OutcomeTypeSection.Read),
        ("stack", StackSection.Read),
        ("stack_selector", StackSelectorSection.Read),
        ("agent", AgentSection.Read),
        ("guardrails", GuardrailSection.Read),
        ("integration", IntegrationSection.Read),
        ("templates", TemplateSection.Read),
        ("workflow", WorkflowSection.Read),
    ];

    /// <summary>Reads the whole manifest; null, with problems, when it has no type, name or version.</summary>
    /// <param name="root">Its keys.</param>
    /// <param name="isPublished">Whether a missing name or version is an error.</param>
    /// <param name="folder">The folder's name, which becomes the plugin's where nothing else says it.</param>
    public static PluginManifest? Read(Fields root, bool isPublished, string? folder)
    {
        CheckVersion(root);
        var word = root.Require(TypeKey, "what the plugin is")?.OneOf([.. Types.Select(t => t.Word)]);
        var identity = new IdentityReader(root, isPublished, folder).Read();
        var requirements = RequirementsSection.Read(root, identity.Name, isStack: word == "stack");
        var entryPoints = EntryPointsSection.Read(root);
        var configuration = ConfigurationSection.Read(root, word);
        var schemaFile = PackageFiles.Find(root, ConfigurationSection.SchemaKey);
        var sandbox = SandboxSection.Read(root);
        var migrations = MigrationList.Read(root);
        var changelog = PackageFiles.Find(root, "changelog");
        var signatures = SignaturesSection.Read(root);
        var developmentDependencies = TextMap.Read(root, "dev_dependencies");
        var files = root.DistinctTexts("files").Select(PackagePath.ReadDirectory).OfType<string>().ToImmutableArray();
        var runtime = RuntimeInference.Infer(
            root,
            [.. migrations.Select(m => m.Entrypoint).Prepend(entryPoints.Main).OfType<Entrypoint>()]
        );
        if (word is null)
        {
            // Which of the other keys are right depends on the type.
            return null;
        }

        var subject = new Subject(
            identity.Name?.Name ?? "",
            identity.Description,
            entryPoints.Main,
            identity.Deprecated,
            requirements.Plugins.Length > 0
        );
        var provisions = Types.First(t => t.Word == word).Read(root, subject, configuration.Fields);
        root.Done();
        return identity is not { Name: { } name, Version: { } version }
            ? null
            : new PluginManifest
            {
                Dialect = ManifestDialect.Ospec,
                Name = name,
                Version = version,
                Description = identity.Description,
                Author = identity.Author,
                AuthorEmail = identity.AuthorEmail,
                AuthorUrl = identity.AuthorUrl,
                License = identity.License,
                Repository = identity.Repository,
                Homepage = identity.Homepage,
                Keywords = identity.Keywords,
                Runtime = runtime,
                EntryPoints = entryPoints,
                Provides = provisions,
                Requires = requirements,
                Signatures = signatures,
                Sandbox = sandbox,
                ConfigurationSchemaFile = schemaFile,
                ConfigurationDefaults = configuration.Defaults,
                Migrations = migrations,
                Changelog = changelog,
                Deprecated = identity.Deprecated,
                DevelopmentDependencies = developmentDependencies,
                Files = files,
            };
    }

    private static void CheckVersion(Fields root)
    {
        if (root.Find(VersionKey) is { } value && value.Version() is { } version && version.Major != 1)
        {
            value.Problems.Add(
                ManifestDiagnostics.UnsupportedApi.Error(
                    $"'{VersionKey}' is {version}; expected 1.x.",
                    "this version of Speckit reads OSpec 1.x; a later one may be needed",
                    value.Location
                )
            );
        }
    }
}
