using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Binding;

/// <summary>
/// The keys of one mapping. Every key that is asked for is known; <see cref="Done"/> reports the others. Wrong and
/// missing values are reported and read as null, so that reading goes on.
/// </summary>
internal sealed class Fields(YamlMapping mapping, string path, SourceLocation location, Problems problems)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Where the mapping is, as people write it: <c>provides.commands[0]</c>; empty for the root.</summary>
    public string Path => path;

    /// <summary>Where to point when something is missing.</summary>
    public SourceLocation Location => location;

    public Problems Problems => problems;

    /// <summary>The value of a key, or null; nothing is reported.</summary>
    public Value? Find(string key)
    {
        _known.Add(key);
        return mapping.Find(key) is { } entry ? new Value(entry.Value, PathOf(key), entry.KeyLocation, problems) : null;
    }

    /// <summary>The value of a key that must be there.</summary>
    public Value? Require(string key, string expected)
    {
        var value = Find(key);
        if (value is null)
        {
            problems.Add(
                ManifestDiagnostics.MissingKey.Error(
                    $"'{PathOf(key)}' is missing; expected {expected}.",
                    $"add '{key}:'",
                    location
                )
            );
        }

        return value;
    }

    /// <summary>Text of at most <paramref name="maxLength"/> characters, not blank; or null.</summary>
    public string? Text(string key, int maxLength = Limits.Line) => Find(key)?.Text(maxLength);

    /// <inheritdoc cref="Text"/>
    public string RequiredText(string key, string expected, int maxLength = Limits.Line) =>
        Require(key, expected)?.Text(maxLength) ?? "";

    /// <summary>True, false, or null when it is not there.</summary>
    public bool? Boolean(string key) => Find(key)?.Boolean();

    /// <summary>The keys of a mapping, or null.</summary>
    public Fields? Section(string key) => Find(key)?.Section();

    /// <summary>The items of a list; empty when it is not there.</summary>
    public ImmutableArray<Value> List(string key) => Find(key)?.List() ?? [];

    /// <summary>The items of a list of mappings; empty when it is not there.</summary>
    public IEnumerable<Fields> Sections(string key)
    {
        foreach (var item in List(key))
        {
            if (item.Section() is { } section)
            {
                yield return section;
            }
        }
    }

    /// <summary>The distinct texts of a list; a repetition is a warning.</summary>
    public ImmutableArray<Value> DistinctTexts(string key)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var distinct = ImmutableArray.CreateBuilder<Value>();
        foreach (var item in List(key))
        {
            if (item.Text() is not { } text)
            {
                continue;
            }

            if (seen.Add(text))
            {
                distinct.Add(item);
                continue;
            }

            problems.Add(
                ManifestDiagnostics.RepeatedValue.Warning(
                    $"'{PathOf(key)}' holds '{Excerpt.Of(text)}' twice.",
                    "remove one of them",
                    item.Location
                )
            );
        }

        return distinct.ToImmutable();
    }

    /// <inheritdoc cref="DistinctTexts"/>
    public ImmutableArray<string> Texts(string key) => [.. DistinctTexts(key).Select(value => value.Text()!)];

    /// <summary>A key's text when it is text; the key is not known by it and nothing is reported.</summary>
    public string? Peek(string key) =>
        mapping.Find(key)?.Value is YamlScalar { Type: YamlScalarType.Text } scalar ? scalar.Text : null;

    /// <summary>What the keys that were not asked for hold, as JSON; they are known from now on.</summary>
    public JsonObject Rest()
    {
        var rest = new JsonObject();
        foreach (var entry in mapping.Entries.Where(e => _known.Add(e.Key)))
        {
            rest.Add(entry.Key, entry.Value.ToJson());
        }

        return rest;
    }

    /// <summary>Reports the keys that nobody asked for.</summary>
    public void Done()
    {
        foreach (var entry in mapping.Entries.Where(e => !_known.Contains(e.Key)))
        {
            problems.Add(
                ManifestDiagnostics.UnknownKey.Error(
                    $"'{Excerpt.Of(PathOf(entry.Key))}' is not known here; expected {Words.Or(_known.Order(StringComparer.Ordinal))}.",
                    Suggestion.DidYouMean(entry.Key, _known) ?? "remove it",
                    entry.KeyLocation
                )
            );
        }
    }

    private string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
