using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Ospec;

/// <summary><c>plugin_type: stack</c> (OSpec: "Stack Plugins").</summary>
internal static class StackSection
{
    /// <summary>The key of <c>configuration</c> that is no configuration.</summary>
    public const string FilesKey = "files";

    public static Provisions Read(Fields root, Subject subject, Fields? configuration) =>
        new()
        {
            Stacks =
            [
                new StackProvision(subject.Name, subject.Description, subject.Main, null)
                {
                    Components = ReadComponents(root),
                    Dependencies = ReadDependencies(root),
                    Files = configuration is null ? [] : ReadFiles(configuration),
                    Guardrails = StackGuardrailsSection.Read(root),
                    Secrets = ReadSecrets(root),
                    Validation = StackValidationSection.Read(root),
                    Deprecated = subject.Deprecated,
                },
            ],
        };

    private static JsonObject? ReadComponents(Fields root)
    {
        if (root.Find("components") is not { } value)
        {
            return null;
        }

        foreach (var (_, component) in value.Entries())
        {
            component.Section();
        }

        return value.IsMapping ? value.Json() : null;
    }

    private static ImmutableArray<StackDependency> ReadDependencies(Fields root)
    {
        // What else is in it was read with the plugin's requirements.
        if (root.Find("dependencies") is not { IsMapping: true } value)
        {
            return [];
        }

        var fields = value.Section()!;
        return
        [
            .. RequirementsSection.PackageKeys.SelectMany(key =>
                fields.Texts(key).Select(text => ReadDependency(text, key == "optional"))
            ),
        ];
    }

    // The first '@' may be a scope's.
    private static StackDependency ReadDependency(string text, bool optional)
    {
        var at = text.LastIndexOf('@');
        return at > 0 && at < text.Length - 1
            ? new StackDependency(text[..at], text[(at + 1)..], optional)
            : new StackDependency(text, null, optional);
    }

    private static ImmutableArray<StackFile> ReadFiles(Fields configuration)
    {
        var declared = new Declared("target", "two files cannot have the same path");
        var files = ImmutableArray.CreateBuilder<StackFile>();
        foreach (var fields in configuration.Sections(FilesKey))
        {
            var source = PackageFiles.RequireAny(fields, "source", "the path of a file of the package");
            var target = fields.Require("target", "the file's path in the project");
            var path = target is null ? null : PackagePath.Read(target);
            fields.Done();
            declared.Add(path ?? "", fields);
            files.Add(new StackFile(source, path ?? ""));
        }

        return files.ToImmutable();
    }

    private static SecretsTemplate? ReadSecrets(Fields root)
    {
        if (root.Section("secrets_template") is not { } secrets)
        {
            return null;
        }

        var template = new SecretsTemplate(
            secrets.Text("provider"),
            [.. secrets.DistinctTexts("required").Select(Names.EnvironmentVariable).OfType<string>()],
            [.. secrets.DistinctTexts("optional").Select(Names.EnvironmentVariable).OfType<string>()]
        );
        secrets.Done();
        return template;
    }
}
