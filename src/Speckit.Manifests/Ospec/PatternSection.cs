using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Ospec;

/// <summary><c>patterns</c> of templates: <c>{ name, description?, files: [{ template, output }] }</c>.</summary>
internal static class PatternSection
{
    public static ImmutableArray<TemplatePattern> Read(Fields root, ImmutableArray<TemplateProvision> templates)
    {
        var known = templates.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var declared = new Declared("pattern", "rename one of them");
        var patterns = ImmutableArray.CreateBuilder<TemplatePattern>();
        foreach (var fields in root.Sections("patterns"))
        {
            var name = Names.Simple(fields);
            fields.Require("files", "the files it writes")?.NotEmpty("files");
            var pattern = new TemplatePattern(
                name,
                fields.Text("description") ?? "",
                [.. fields.Sections("files").Select(file => ReadFile(file, known))]
            )
            {
                Deprecated = DeprecationReader.Read(fields),
            };
            fields.Done();
            declared.Add(name, fields);
            patterns.Add(pattern);
        }

        return patterns.ToImmutable();
    }

    private static PatternFile ReadFile(Fields fields, HashSet<string> known)
    {
        var template = Names.Simple(fields, "template", "the name of a template");
        if (template.Length > 0 && !known.Contains(template))
        {
            fields.Problems.Add(
                ManifestDiagnostics.UnknownTemplate.Warning(
                    $"'{fields.Path}.template' is '{Excerpt.Of(template)}', which this plugin does not have.",
                    Suggestion.DidYouMean(template, known) ?? "another plugin must bring it",
                    fields.Find("template")!.Location
                )
            );
        }

        var output = fields.Require("output", "the file's path in the project");
        var path = output?.Text(Limits.Path) is { } text ? OutputPath.Check(output, text) : null;
        fields.Done();
        return new PatternFile(template, path ?? "");
    }
}
