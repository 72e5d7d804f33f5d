using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Speckit.Manifests.Diagnostics;
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

    /// <summary>The entries of a mapping whose keys are free, in the order of the file.</summary>
    public ImmutableArray<(string Key, Value Value)> Entries()
    {
        if (node is not YamlMapping mapping)
        {
            Mismatch<object>("keys and values", null);
            return [];
        }

        return
        [
            .. mapping.Entries.Select(e =>
                (e.Key, new Value(e.Value, $"{path}.{Excerpt.Of(e.Key)}", e.KeyLocation, problems))
            ),
        ];
    }

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

    /// <summary>Reports a list without items.</summary>
    public void NotEmpty(string expected)
    {
        if (IsEmptyList)
        {
            OutOfBounds($"is empty; expected {expected}", null);
        }
    }

    /// <summary>The value as JSON, whatever it is; null for nothing.</summary>
    public JsonNode? Node() => node.ToJson();

    /// <summary>Whether it is a list, before anything is said about what it should be.</summary>
    public bool IsList => node is YamlSequence;

    /// <summary>Whether it is a mapping, before anything is said about what it should be.</summary>
    public bool IsMapping => node is YamlMapping;

    /// <summary>Whether it is a truth value, before anything is said about what it should be.</summary>
    public bool IsBoolean => node is YamlScalar { Type: YamlScalarType.Boolean };

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

    /// <summary>Reports that the value breaks its bounds.</summary>
    public string? OutOfBounds(string what, string? hint)
    {
        problems.Add(ManifestDiagnostics.OutOfBounds.Error($"'{path}' {what}.", hint, Location));
        return null;
    }

    private string? QuoteHint() => node is YamlScalar scalar ? $"quote it: \"{Excerpt.Of(scalar.Text)}\"" : null;

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
