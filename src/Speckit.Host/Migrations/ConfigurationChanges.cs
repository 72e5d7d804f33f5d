using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Speckit.Host.Migrations;

/// <summary>What became of a configuration, in words.</summary>
internal static class ConfigurationChanges
{
    /// <summary>A line for each key that moved, appeared, disappeared or has another value.</summary>
    internal static ImmutableArray<string> Describe(JsonObject before, JsonObject after)
    {
        var (old, now) = (Flatten(before), Flatten(after));
        var gone = old.Where(p => !now.ContainsKey(p.Key)).ToDictionary(StringComparer.Ordinal);
        var come = now.Where(p => !old.ContainsKey(p.Key)).ToDictionary(StringComparer.Ordinal);
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var (key, value) in gone)
        {
            var moved = come.FirstOrDefault(p => p.Value == value).Key;
            lines.Add(moved is null ? $"{key} removed" : $"{key} → {moved}");
            _ = moved is not null && come.Remove(moved);
        }

        lines.AddRange(come.Select(p => $"{p.Key}: {p.Value} added"));
        lines.AddRange(
            now.Where(p => old.TryGetValue(p.Key, out var value) && value != p.Value)
                .Select(p => $"{p.Key}: {old[p.Key]} → {p.Value}")
        );
        return lines.ToImmutable();
    }

    private static SortedDictionary<string, string> Flatten(JsonObject map)
    {
        var flat = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Flatten(map, "", flat);
        return flat;
    }

    private static void Flatten(JsonObject map, string prefix, SortedDictionary<string, string> flat)
    {
        foreach (var (key, value) in map)
        {
            if (value is JsonObject { Count: > 0 } below)
            {
                Flatten(below, $"{prefix}{key}.", flat);
            }
            else
            {
                flat[prefix + key] = value?.ToJsonString() ?? "null";
            }
        }
    }
}
