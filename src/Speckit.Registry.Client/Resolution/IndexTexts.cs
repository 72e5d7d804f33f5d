using System.Collections.Immutable;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Contracts;
using Speckit.Registry.Client.Resolution.Solving;

namespace Speckit.Registry.Client.Resolution;

/// <summary>Reads the names and ranges of index lines, each text once: a few of them stand in most lines.</summary>
internal sealed class IndexTexts
{
    private readonly Dictionary<string, VersionRange?> _ranges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PluginName?> _names = new(StringComparer.Ordinal);

    /// <summary>What a version needs, or that it cannot be read.</summary>
    public Dependencies DependenciesOf(IndexEntry entry)
    {
        var items = ImmutableArray.CreateBuilder<PluginDependency>(entry.Requires.Count);
        foreach (var (name, range, optional) in Pairs(entry))
        {
            if (NameOf(name) is not { } plugin || RangeOf(range) is not { } versions)
            {
                return new([], $"says that it needs '{name}' '{range}', which is no plugin and range");
            }

            items.Add(new PluginDependency(plugin, versions, optional));
        }

        items.Sort(static (left, right) => left.Name.CompareTo(right.Name));
        return new(items.DrainToImmutable());
    }

    /// <summary>The range of a text, or null.</summary>
    public VersionRange? RangeOf(string text)
    {
        if (!_ranges.TryGetValue(text, out var range))
        {
            range = VersionRange.TryParse(text, out var parsed) ? parsed : null;
            _ranges.Add(text, range);
        }

        return range;
    }

    /// <summary>The name of a text, or null.</summary>
    public PluginName? NameOf(string text)
    {
        if (!_names.TryGetValue(text, out var name))
        {
            name = PluginName.TryParse(text, out var parsed) ? parsed : null;
            _names.Add(text, name);
        }

        return name;
    }

    private static IEnumerable<(string Name, string Range, bool Optional)> Pairs(IndexEntry entry)
    {
        foreach (var (name, range) in entry.Requires)
        {
            yield return (name, range, false);
        }

        foreach (var (name, range) in entry.Optional ?? ImmutableDictionary<string, string>.Empty)
        {
            yield return (name, range, true);
        }
    }
}
