using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Jp;

/// <summary><c>arguments</c> and <c>options</c> of a command (formats: "plugin.yaml").</summary>
internal static class ParameterSection
{
    private const string Dashes = "--";

    public static ImmutableArray<ParameterDeclaration>? ReadArguments(Fields command, Declared declared)
    {
        if (command.Find("arguments") is not { } list)
        {
            return null;
        }

        var arguments = ImmutableArray.CreateBuilder<ParameterDeclaration>();
        var firstOptional = "";
        foreach (var fields in list.List().Select(item => item.Section()).OfType<Fields>())
        {
            var argument = ReadArgument(fields, declared);
            arguments.Add(argument);
            if (argument.Required && firstOptional.Length > 0)
            {
                Report(
                    fields,
                    $"The required argument '{argument.Name}' follows '{firstOptional}', which is optional",
                    "put required arguments first"
                );
            }

            firstOptional = argument.Required || firstOptional.Length > 0 ? firstOptional : argument.Name;
        }

        return arguments.ToImmutable();
    }

    public static ImmutableArray<ParameterDeclaration>? ReadOptions(Fields command, Declared declared)
    {
        if (command.Find("options") is not { } list)
        {
            return null;
        }

        return
        [
            .. list.List()
                .Select(item => item.Section())
                .OfType<Fields>()
                .Select(fields => ReadOption(fields, declared)),
        ];
    }

    private static ParameterDeclaration ReadArgument(Fields fields, Declared declared)
    {
        var (name, description, required) = ReadCommon(fields, declared, dashes: false);
        var fallback = ReadDefault(fields);
        CheckDefault(fields, name, required, fallback);
        var deprecated = DeprecationReader.Read(fields);
        fields.Done();
        return new ParameterDeclaration(name, description, required, fallback?.Text) { Deprecated = deprecated };
    }

    private static ParameterDeclaration ReadOption(Fields fields, Declared declared)
    {
        var (name, description, required) = ReadCommon(fields, declared, dashes: true);
        var fallback = ReadDefault(fields);
        var type = ReadType(fields, fallback);
        CheckDefault(fields, name, required, fallback);
        CheckType(fields, name, type, fallback);
        var isFlag = type == ParameterType.Boolean;
        if (isFlag && required)
        {
            Report(fields, $"The option '{name}' takes no value and is required", "remove 'required'");
        }

        var deprecated = DeprecationReader.Read(fields);
        fields.Done();
        var text = isFlag ? BooleanText(fallback) : fallback?.Text;
        return new ParameterDeclaration(name, description, required, text, isFlag, type) { Deprecated = deprecated };
    }

    private static (string Name, string Description, bool Required) ReadCommon(
        Fields fields,
        Declared declared,
        bool dashes
    )
    {
        var name = "";
        if (fields.Require("name", "a name") is { } value && value.Text() is { } text)
        {
            var bare = dashes && text.StartsWith(Dashes, StringComparison.Ordinal) ? text[Dashes.Length..] : text;
            name = Names.Parameter(value, bare) ?? "";
        }

        declared.Add(name, fields);
        return (name, fields.Text("description") ?? "", fields.Boolean("required") ?? false);
    }

    // 'default:' without a value is no default.
    private static YamlScalar? ReadDefault(Fields fields)
    {
        if (fields.Find("default") is not { IsNothing: false } value)
        {
            return null;
        }

        return value.Scalar ?? value.Mismatch<YamlScalar>("text, a number, true or false", null);
    }

    private static ParameterType ReadType(Fields fields, YamlScalar? fallback)
    {
        var word = fields.Find("type")?.OneOf("string", "integer", "boolean");
        return word switch
        {
            "integer" => ParameterType.Integer,
            "boolean" => ParameterType.Boolean,
            null when fallback?.Type == YamlScalarType.Boolean => ParameterType.Boolean,
            _ => ParameterType.Text,
        };
    }

    private static void CheckDefault(Fields fields, string name, bool required, YamlScalar? fallback)
    {
        if (required && fallback is not null)
        {
            Report(fields, $"'{name}' is required and has a default, which is never used", "remove one of them");
        }
    }

    private static void CheckType(Fields fields, string name, ParameterType type, YamlScalar? fallback)
    {
        var expected = type switch
        {
            ParameterType.Integer when fallback?.Type != YamlScalarType.Integer => "a whole number",
            ParameterType.Boolean when fallback?.Type != YamlScalarType.Boolean => "true or false",
            _ => null,
        };
        if (expected is not null && fallback is not null)
        {
            Report(fields, $"The default of '{name}' is '{Excerpt.Of(fallback.Text)}'; expected {expected}", null);
        }
    }

    private static string BooleanText(YamlScalar? fallback) =>
        fallback is { Type: YamlScalarType.Boolean } && CoreSchema.ToBoolean(fallback.Text) ? "true" : "false";

    private static void Report(Fields fields, string what, string? hint) =>
        fields.Problems.Add(ManifestDiagnostics.BadParameter.Error(what + ".", hint, fields.Location));
}
