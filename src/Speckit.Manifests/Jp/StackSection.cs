using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Jp;

/// <summary><c>provides.stacks</c>: <c>{ name, description, entrypoint | template_dir }</c>.</summary>
internal static class StackSection
{
    public static ImmutableArray<StackProvision> Read(Fields provides)
    {
        var declared = new Declared("stack", "rename one of them");
        var stacks = ImmutableArray.CreateBuilder<StackProvision>();
        foreach (var fields in provides.Sections("stacks"))
        {
            var stack = ReadOne(fields);
            declared.Add(stack.Name, fields);
            stacks.Add(stack);
        }

        return stacks.ToImmutable();
    }

    private static StackProvision ReadOne(Fields fields)
    {
        var name = Names.Simple(fields);
        var description = fields.RequiredText("description", "what the stack is made of");
        var code = fields.Find("entrypoint");
        var folder = fields.Find("template_dir");
        if (code is null == folder is null)
        {
            var found = code is null
                ? "neither 'entrypoint' nor 'template_dir'"
                : "both 'entrypoint' and 'template_dir'";
            fields.Problems.Add(
                ManifestDiagnostics.ConflictingKeys.Error(
                    $"'{fields.Path}' has {found}; expected one of them.",
                    "a stack is either code or a folder of templates",
                    fields.Location
                )
            );
        }

        var entrypoint = code is null ? null : EntrypointReader.Read(code);
        var directory = folder is null ? null : PackagePath.ReadDirectory(folder);
        var deprecated = DeprecationReader.Read(fields);
        fields.Done();
        return new StackProvision(name, description, entrypoint, directory, folder?.Location)
        {
            Deprecated = deprecated,
        };
    }
}
