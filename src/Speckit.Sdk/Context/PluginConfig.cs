using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Speckit.Sdk.Context;

namespace Speckit.Sdk;

/// <summary>The plugin's configuration: the user's values over the manifest's defaults. Keys may be dotted: <c>report.format</c>.</summary>
public sealed class PluginConfig
{
    private readonly JsonElement _root;

    internal PluginConfig(JsonElement root) => _root = root;

    /// <summary>All of it: a JSON object, or undefined before the plugin was configured.</summary>
    public JsonElement Root => _root;

    /// <summary>The value of a key, or null.</summary>
    public JsonElement? Get(string key) => DottedKey.Find(_root, key);

    /// <summary>A text.</summary>
    /// <exception cref="UsageException">The value is something else.</exception>
    public string GetString(string key, string fallback) =>
        Get(key) is not { } value ? fallback
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : throw Wrong(key, "a text");

    /// <summary>A boolean.</summary>
    /// <exception cref="UsageException">The value is something else.</exception>
    public bool GetBool(string key, bool fallback) =>
        Get(key) is not { } value ? fallback
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Wrong(key, "true or false");

    /// <summary>A whole number.</summary>
    /// <exception cref="UsageException">The value is something else.</exception>
    public int GetInt(string key, int fallback) =>
        Get(key) is not { } value ? fallback
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
        : throw Wrong(key, "a whole number");

    /// <summary>A number.</summary>
    /// <exception cref="UsageException">The value is something else.</exception>
    public double GetDouble(string key, double fallback) =>
        Get(key) is not { } value ? fallback
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : throw Wrong(key, "a number");

    /// <summary>One of an enumeration's values, by name without regard to case.</summary>
    /// <exception cref="UsageException">The value is something else.</exception>
    public T GetEnum<T>(string key, T fallback)
        where T : struct, Enum =>
        Get(key) is null
            ? fallback
            : (T)Binding.ValueConverter.Convert($"The configuration's '{key}'", typeof(T), GetString(key, ""));

    /// <summary>A list of texts.</summary>
    /// <exception cref="UsageException">The value is something else.</exception>
    public IReadOnlyList<string> GetStrings(string key)
    {
        if (Get(key) is not { } value)
        {
            return [];
        }

        if (
            value.ValueKind != JsonValueKind.Array
            || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String)
        )
        {
            throw Wrong(key, "a list of texts");
        }

        return [.. value.EnumerateArray().Select(item => item.GetString()!)];
    }

    /// <summary>A value of any kind; the fallback when the key is absent.</summary>
    /// <param name="key">The key.</param>
    /// <param name="type">How it is read, from a source-generated context.</param>
    /// <param name="fallback">What counts without the key.</param>
    /// <exception cref="UsageException">The value is something else.</exception>
    public T Get<T>(string key, JsonTypeInfo<T> type, T fallback) =>
        Get(key) is { } value ? JsonBinding.Read(value, type, $"The configuration's '{key}'") : fallback;

    /// <summary>The whole configuration as a type of the plugin's own.</summary>
    /// <param name="type">How it is read, from a source-generated context.</param>
    /// <exception cref="UsageException">A value is missing or of another kind.</exception>
    public T Bind<T>(JsonTypeInfo<T> type) => JsonBinding.Read(_root, type, "The configuration");

    private static UsageException Wrong(string key, string expected) =>
        new($"The configuration's '{key}' must be {expected}.");
}
