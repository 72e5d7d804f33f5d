using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Ospec;

/// <summary><c>variables</c> of a template: names, or <c>{ name, type?, required?, default?, description? }</c>.</summary>
internal static class VariableSection
{
    private const string Text = "string";

    public static ImmutableArray<TemplateVariable> Read(Fields template)
    {
        var declared = new Declared("variable", "rename one of them");
        var variables = ImmutableArray.CreateBuilder<TemplateVariable>();
        foreach (var item in template.List("variables"))
        {
            var variable = item.IsMapping ? ReadDeclared(item.Section()!) : ReadName(item);
            if (variable is not null)
            {
                declared.Add(variable.Name, item.Problems, item.Location);
                variables.Add(variable);
            }
        }

        return variables.ToImmutable();
    }

    private static TemplateVariable? ReadName(Value item) =>
        item.Text() is { } text && Names.Parameter(item, text) is { } name
            ? new TemplateVariable(name, Text, Required: true)
            : null;

    private static TemplateVariable ReadDeclared(Fields fields)
    {
        var name =
            fields.Require("name", "a name") is { } value && value.Text() is { } text
                ? Names.Parameter(value, text) ?? ""
                : "";
        var type = fields.Find("type")?.OneOf(Text, "boolean", "integer", "number", "array", "object") ?? Text;
        var required = fields.Boolean("required") ?? false;
        var fallback = fields.Find("default");
        var variable = new TemplateVariable(name, type, required, fallback?.Node(), fields.Text("description") ?? "");
        if (fallback is { IsNothing: false })
        {
            CheckDefault(fallback, variable);
        }

        fields.Done();
        return variable;
    }

    private static void CheckDefault(Value fallback, TemplateVariable variable)
    {
        var problem =
            variable.Required ? $"'{variable.Name}' is required and has a default, which is never used."
            : Fits(variable.Default!, variable.Type) ? null
            : $"The default of '{variable.Name}' is not of its type, {variable.Type}.";
        if (problem is not null)
        {
            fallback.Problems.Add(
                ManifestDiagnostics.BadParameter.Error(problem, "remove the default, or change it", fallback.Location)
            );
        }
    }

    private static bool Fits(JsonNode value, string type) =>
        value.GetValueKind() switch
        {
            JsonValueKind.String => type == Text,
            JsonValueKind.True or JsonValueKind.False => type == "boolean",
            JsonValueKind.Array => type == "array",
            JsonValueKind.Object => type == "object",
            _ => type == "number" || (type == "integer" && value.AsValue().TryGetValue<long>(out _)),
        };
}
