using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Manifests.Reading;

/// <summary>The files and folders that a manifest names.</summary>
internal static class ReferencedFiles
{
    /// <summary>One of them.</summary>
    /// <param name="Path">The path inside the package.</param>
    /// <param name="Purpose">What it is for.</param>
    /// <param name="Location">Where the manifest names it.</param>
    public sealed record Reference(string Path, string Purpose, SourceLocation? Location)
    {
        public Diagnostic Missing() =>
            ManifestDiagnostics.MissingFile.Error(
                $"{Purpose} is '{Path}', which is not in the package.",
                "check the spelling, upper and lower case included, and that the build puts it there",
                Location
            );
    }

    public static IEnumerable<Reference> Of(PluginManifest manifest) =>
        OfManifest(manifest)
            .Concat(OfProvisions(manifest.Provides))
            // An OSpec plugin's code is the plugin's and its provision's at once.
            .DistinctBy(r => (r.Path, r.Location));

    /// <summary>The file that holds the schema of the configuration.</summary>
    public static Reference OfConfigurationSchema(PackageFile file) =>
        new(file.Path, "The schema of the configuration", file.Location);

    private static IEnumerable<Reference> OfManifest(PluginManifest manifest) =>
        [
            .. Code(manifest.EntryPoints.Main, "The main entry point"),
            .. File(manifest.EntryPoints.Types, "The file of type declarations"),
            .. manifest.ConfigurationSchemaFile is { } schema
                ? [OfConfigurationSchema(schema)]
                : Array.Empty<Reference>(),
            .. File(manifest.Changelog, "The changelog"),
            .. manifest.Migrations.SelectMany(m => Code(m.Entrypoint, $"The migration from {m.From} to {m.To}")),
        ];

    private static IEnumerable<Reference> OfProvisions(Provisions provides) =>
        [
            .. provides.Commands.SelectMany(c => Code(c.Entrypoint, $"The entry point of command '{c.Name}'")),
            .. provides.Workflows.SelectMany(w => Code(w.Entrypoint, $"The entry point of workflow '{w.Name}'")),
            .. provides.Integrations.SelectMany(i => Code(i.Entrypoint, $"The entry point of integration '{i.Name}'")),
            .. provides.Hooks.SelectMany(h => Code(h.Entrypoint, $"The handler of hook '{h.Event}'")),
            .. provides.Stacks.SelectMany(OfStack),
            .. provides.Agents.SelectMany(OfAgent),
            .. provides.Templates.SelectMany(t => File(t.Source, $"The source of template '{t.Name}'")),
        ];

    private static IEnumerable<Reference> OfStack(StackProvision stack) =>
        [
            .. Code(stack.Entrypoint, $"The entry point of stack '{stack.Name}'"),
            .. File(
                stack.TemplateDirectory is { } folder ? new PackageFile(folder, stack.TemplateLocation) : null,
                $"The template folder of stack '{stack.Name}'"
            ),
            .. stack.Files.SelectMany(f => File(f.Source, $"The source of '{f.Target}' of stack '{stack.Name}'")),
        ];

    // A persona that is one of the prompts is told once.
    private static IEnumerable<Reference> OfAgent(AgentProvision agent) =>
        agent.Prompts.IsEmpty && agent.PersonaFile is { } persona
            ? File(new PackageFile(persona, agent.PersonaLocation), $"The persona of agent '{agent.Name}'")
            : agent.Prompts.SelectMany(p => File(p.File, $"The prompt '{p.Name}' of agent '{agent.Name}'"));

    private static IEnumerable<Reference> Code(Entrypoint? entrypoint, string purpose) =>
        entrypoint is null ? [] : [new Reference(entrypoint.Path, purpose, entrypoint.Location)];

    private static IEnumerable<Reference> File(PackageFile? file, string purpose) =>
        file is null ? [] : [new Reference(file.Path, purpose, file.Location)];
}
