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

    public static IEnumerable<Reference> Of(PluginManifest manifest)
    {
        var provides = manifest.Provides;
        return
        [
            .. provides.Commands.Select(c => Code(c.Entrypoint, $"The entry point of command '{c.Name}'")),
            .. provides.Workflows.Select(w => Code(w.Entrypoint, $"The entry point of workflow '{w.Name}'")),
            .. provides.Integrations.Select(i => Code(i.Entrypoint, $"The entry point of integration '{i.Name}'")),
            .. provides.Hooks.Select(h => Code(h.Entrypoint, $"The handler of hook '{h.Event}'")),
            .. provides.Stacks.Select(OfStack),
            .. provides.Agents.Select(a => new Reference(
                a.PersonaFile,
                $"The persona of agent '{a.Name}'",
                a.PersonaLocation
            )),
        ];
    }

    private static Reference OfStack(StackProvision stack) =>
        stack.Entrypoint is { } entrypoint
            ? Code(entrypoint, $"The entry point of stack '{stack.Name}'")
            : new Reference(
                stack.TemplateDirectory ?? "",
                $"The template folder of stack '{stack.Name}'",
                stack.TemplateLocation
            );

    private static Reference Code(Entrypoint entrypoint, string purpose) =>
        new(entrypoint.Path, purpose, entrypoint.Location);
}
