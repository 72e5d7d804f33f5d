using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Versions;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Binding;

/// <summary>A value and where it stands. Readings that do not fit are reported and give null.</summary>
internal sealed class Value(YamlNode node, string path, SourceLocation keyLocation, Problems problems)
{
    /// <summary>Where the value is, as people write it: <c>requires.plugins[1].version</c>.</summary>
    public string Path => path;

    /// <summary>Where the value starts; where its key does when nothing is written.</summary>
    public SourceLocation Location => IsNothing ? keyLocation : node.Location;

    /// <summary>Where its key, or the list's item, starts.</summary>
    public SourceLocation KeyLocation => keyLocation;

    public Problems Problems => problems;

    /// <summary>Null in the file: <c>key:</c>, <c>~</c> or <c>null</c>.</summary>
    public bool IsNothing => node is YamlScalar { Type: YamlScalarType.Null };

    /// <summary>The scalar as it is written, or null when it is a list or a mapping.</summary>
    public YamlScalar? Scalar => node as YamlScalar;

    public bool IsEmptyList => node is YamlSequence { Items.IsEmpty: true };

    public string? Text(int maxLength = Limits.Line)
    {
        if (node is not YamlScalar { Type: YamlScalarType.Text } scalar)
        {
            return Mismatch<string>("text", QuoteHint());
        }

        if (string.IsNullOrWhiteSpace(scalar.Text))
        {
            return OutOfBounds("is empty; expected text", "write something, or remove the key");
        }

        return scalar.Text.Length <= maxLength
            ? scalar.Text
            : OutOfBounds(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is {scalar.Text.Length} characters long; at most {maxLength} are allowed"
                ),
                "shorten it"
            );
    }

    public bool? Boolean() =>
        node is YamlScalar { Type: YamlScalarType.Boolean } scalar
            ? CoreSchema.ToBoolean(scalar.Text)
            : Mismatch<bool?>("true or false", null);

    /// <summary>A whole or decimal number.</summary>
    public double? Number() =>
        node is YamlScalar { Type: YamlScalarType.Integer or YamlScalarType.Float } scalar
            ? CoreSchema.ToNumber(scalar.Text)
            : Mismatch<double?>("a number", null);

    public Fields? Section() =>
        node is YamlMapping mapping
            ? new Fields(mapping, path, keyLocation, problems)
            : Mismatch<Fields>("keys and values", null);

    public ImmutableArray<Value> List()
    {
        if (node is not YamlSequence sequence)
        {
            Mismatch<object>("a list", "start each item on a line of its own with '- '");
            return [];
        }

        return
        [
            .. sequence.Items.Select(
                (item, i) =>
                    new Value(
                        item,
                        string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"),
                        item.Location,
                        problems
                    )
            ),
        ];
    }

    /// <summary>The mapping as JSON.</summary>
    public JsonObject? Json() =>
        node is YamlMapping mapping ? mapping.ToJson() : Mismatch<JsonObject>("keys and values", null);

    /// <summary>One of a few words.</summary>
    public string? OneOf(params ReadOnlySpan<string> words)
    {
        if (Text() is not { } text)
        {
            return null;
        }

        if (words.Contains(text))
        {
            return text;
        }

        var known = words.ToArray();
        problems.Add(
            ManifestDiagnostics.UnknownValue.Error(
                $"'{path}' is '{Excerpt.Of(text)}'; expected {Words.Or(known)}.",
                Suggestion.DidYouMean(text, known),
                Location
            )
        );
        return null;
    }

    public SemanticVersion? Version()
    {
        if (IsNumber && node is YamlScalar number)
        {
            problems.Add(
                ManifestDiagnostics.BadVersion.Error(
                    $"'{path}' is the number {Excerpt.Of(number.Text)}; expected a version such as 1.0.0.",
                    $"SemVer has three numbers; write \"{Complete(number.Text) ?? "1.0.0"}\"",
                    Location
                )
            );
            return null;
        }

        if (Text() is not { } text)
        {
            return null;
        }

        if (SemanticVersion.TryParse(text, out var version))
        {
            return version;
        }

        problems.Add(
            ManifestDiagnostics.BadVersion.Error(
                $"'{path}' is '{Excerpt.Of(text)}'; expected a SemVer version such as 1.0.0 or 2.1.0-beta.1.",
                $"SemVer has three numbers and no 'v' (https://semver.org); {SuggestionFor(text)}",
                Location
            )
        );
        return null;
    }

    public VersionRange? Range()
    {
        if (IsNumber && node is YamlScalar number)
        {
            return BadRange($"the number {Excerpt.Of(number.Text)}", $"quote it: \"{Excerpt.Of(number.Text)}\"");
        }

        if (Text() is not { } text)
        {
            return null;
        }

        return VersionRange.TryParse(text, out var range)
            ? range
            : BadRange(
                $"'{Excerpt.Of(text)}'",
                "npm's ranges are understood: ^1.2, ~1.2.3, 1.x, 1 - 2, >=1 <3, 1 || 2"
            );
    }

    /// <summary>Reports that the value is of another type.</summary>
    public T? Mismatch<T>(string expected, string? hint)
    {
        problems.Add(
            ManifestDiagnostics.WrongType.Error(
                $"'{path}' is {Describe()}; expected {expected}.",
                IsNothing ? "give it a value, or remove the key" : hint,
                Location
            )
        );
        return default;
    }

    private bool IsNumber => node is YamlScalar { Type: YamlScalarType.Integer or YamlScalarType.Float };

    private VersionRange? BadRange(string found, string hint)
    {
        problems.Add(
            ManifestDiagnostics.BadRange.Error(
                $"'{path}' is {found}; expected a version range such as \">=1.2.0\".",
                hint,
                Location
            )
        );
        return null;
    }

    private string? OutOfBounds(string what, string hint)
    {
        problems.Add(ManifestDiagnostics.OutOfBounds.Error($"'{path}' {what}.", hint, Location));
        return null;
    }

    private string? QuoteHint() => node is YamlScalar scalar ? $"quote it: \"{Excerpt.Of(scalar.Text)}\"" : null;

    private static string SuggestionFor(string text)
    {
        var completed = Complete(text.TrimStart('v', 'V', '=', ' '));
        return completed is null ? "write three numbers with dots between them" : $"write {completed}";
    }

    // What a version with missing numbers was probably meant to be.
    private static string? Complete(string text)
    {
        var missing = Math.Max(0, 3 - text.Split('.').Length);
        var completed = text + string.Concat(Enumerable.Repeat(".0", missing));
        return SemanticVersion.TryParse(completed, out _) ? completed : null;
    }

    private string Describe() =>
        node switch
        {
            YamlSequence => "a list",
            YamlMapping => "a mapping",
            YamlScalar { Type: YamlScalarType.Null } => "empty",
            YamlScalar { Type: YamlScalarType.Boolean } scalar => $"the truth value {scalar.Text}",
            YamlScalar { Type: YamlScalarType.Text } scalar => $"the text '{Excerpt.Of(scalar.Text)}'",
            _ => $"the number {Excerpt.Of(((YamlScalar)node).Text)}",
        };
}
