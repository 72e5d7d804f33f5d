using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using YamlDotNet.Core.Events;
using EventStyle = YamlDotNet.Core.ScalarStyle;

namespace Speckit.Manifests.Yaml;

/// <summary>Gives scalars their type: from their tag, else their quotes, else the core schema.</summary>
internal static class ScalarFactory
{
    private const string CorePrefix = "tag:yaml.org,2002:";

    public static YamlScalar Create(SourceText source, Scalar scalar, ImmutableArray<Diagnostic>.Builder problems)
    {
        var location = source.Locate(scalar.Start.Index);
        var tag = scalar.Tag.IsEmpty ? null : scalar.Tag.Value;
        var plain = scalar.Style is EventStyle.Plain or EventStyle.Any;
        var resolved = plain ? CoreSchema.Resolve(scalar.Value) : YamlScalarType.Text;
        var type = tag is null ? resolved : FromTag(tag, scalar.Value, location, problems);
        if (type == YamlScalarType.Unrepresentable)
        {
            problems.Add(
                ManifestDiagnostics.NumberOutOfRange.Error(
                    $"The number {Excerpt.Of(scalar.Value)} cannot be kept exactly: numbers are finite, whole numbers at most 2^53 - 1.",
                    "quote it if text is meant",
                    location
                )
            );
        }

        return new YamlScalar(location, tag, scalar.Value, Style(scalar.Style), type);
    }

    public static string? CollectionTag(
        SourceText source,
        NodeEvent start,
        string expected,
        ImmutableArray<Diagnostic>.Builder problems
    )
    {
        if (start.Tag.IsEmpty)
        {
            return null;
        }

        if (start.Tag.Value != "!" && start.Tag.Value != CorePrefix + expected)
        {
            problems.Add(BadTag(start.Tag.Value, source.Locate(start.Start.Index)));
        }

        return start.Tag.Value;
    }

    private static YamlScalarType FromTag(
        string tag,
        string text,
        SourceLocation location,
        ImmutableArray<Diagnostic>.Builder problems
    )
    {
        if (tag is "!" or CorePrefix + "str")
        {
            return YamlScalarType.Text;
        }

        var resolved = CoreSchema.Resolve(text);
        var fits = tag switch
        {
            CorePrefix + "null" => resolved == YamlScalarType.Null,
            CorePrefix + "bool" => resolved == YamlScalarType.Boolean,
            CorePrefix + "int" => resolved == YamlScalarType.Integer,
            CorePrefix + "float" => resolved is YamlScalarType.Float or YamlScalarType.Integer,
            _ => false,
        };
        if (!fits)
        {
            problems.Add(BadTag(tag, location));
            return YamlScalarType.Text;
        }

        return resolved;
    }

    private static Diagnostic BadTag(string tag, SourceLocation location) =>
        ManifestDiagnostics.BadTag.Error(
            $"The tag '{Excerpt.Of(tag)}' is unknown here or does not fit its value.",
            "remove it: the type follows from how the value is written",
            location
        );

    private static YamlScalarStyle Style(EventStyle style) =>
        style switch
        {
            EventStyle.SingleQuoted => YamlScalarStyle.SingleQuoted,
            EventStyle.DoubleQuoted => YamlScalarStyle.DoubleQuoted,
            EventStyle.Literal => YamlScalarStyle.Literal,
            EventStyle.Folded => YamlScalarStyle.Folded,
            _ => YamlScalarStyle.Plain,
        };
}
