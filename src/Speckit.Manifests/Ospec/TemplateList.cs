using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Ospec;

/// <summary><c>templates</c>: a mapping from names, or a list of templates with their names.</summary>
internal static class TemplateList
{
    public static ImmutableArray<TemplateProvision> Read(Fields root)
    {
        if (root.Find("templates") is not { } value)
        {
            return [];
        }

        return value.IsList ? ReadList(value) : ReadMap(value);
    }

    private static ImmutableArray<TemplateProvision> ReadList(Value list)
    {
        var declared = new Declared("template", "rename one of them");
        var templates = ImmutableArray.CreateBuilder<TemplateProvision>();
        foreach (var fields in list.List().Select(item => item.Section()).OfType<Fields>())
        {
            var name = Names.Simple(fields);
            declared.Add(name, fields);
            templates.Add(ReadOne(name, fields));
        }

        return templates.ToImmutable();
    }

    private static ImmutableArray<TemplateProvision> ReadMap(Value map)
    {
        var templates = ImmutableArray.CreateBuilder<TemplateProvision>();
        foreach (var (name, value) in map.Entries())
        {
            Names.CheckKey(value, name);
            if (value.Section() is { } fields)
            {
                templates.Add(ReadOne(name, fields));
            }
        }

        return templates.ToImmutable();
    }

    private static TemplateProvision ReadOne(string name, Fields fields)
    {
        var source = PackageFiles.RequireAny(fields, "path", "the path of a template, or of a folder of them");
        var template = new TemplateProvision(name, fields.Text("description") ?? "", source)
        {
            Variables = VariableSection.Read(fields),
            ContextProviders = fields.Texts("context_providers"),
            PostProcessors = fields.Texts("post_processors"),
            Deprecated = DeprecationReader.Read(fields),
        };
        fields.Done();
        return template;
    }
}
