using System.Collections.Immutable;
using Speckit.Manifests.Binding;

namespace Speckit.Manifests.Ospec;

/// <summary>Mappings from free keys to values of one kind.</summary>
internal static class TextMap
{
    /// <summary>Key to text; empty when the mapping is not there.</summary>
    public static ImmutableSortedDictionary<string, string> Read(Fields fields, string key) =>
        Read(fields, key, value => value.Text());

    /// <summary>Key to what a value is read as; values that cannot be read are left out.</summary>
    public static ImmutableSortedDictionary<string, T> Read<T>(Fields fields, string key, Func<Value, T?> read)
        where T : class
    {
        var map = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in fields.Find(key)?.Entries() ?? [])
        {
            if (read(value) is { } item)
            {
                map.Add(name, item);
            }
        }

        return map.ToImmutable();
    }

    /// <summary>As <see cref="Read(Fields, string)"/>, for numbers and words of a few.</summary>
    public static ImmutableSortedDictionary<string, T> ReadValues<T>(Fields fields, string key, Func<Value, T?> read)
        where T : struct
    {
        var map = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        foreach (var (name, value) in fields.Find(key)?.Entries() ?? [])
        {
            if (read(value) is { } item)
            {
                map.Add(name, item);
            }
        }

        return map.ToImmutable();
    }
}
