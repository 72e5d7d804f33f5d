using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Speckit.Sdk.Context;

namespace Speckit.Sdk;

/// <summary>An OSpec document.</summary>
public sealed class OSpecDocument
{
    internal OSpecDocument(JsonElement root) => Root = root;

    /// <summary>The whole document: a JSON object, or undefined when the host gave none.</summary>
    public JsonElement Root { get; }

    /// <summary>Its <c>outcome_type</c>; null when it says none.</summary>
    public string? OutcomeType => GetString("outcome_type");

    /// <summary>The value of a key; keys may be dotted: <c>stack.backend</c>. Null when there is none.</summary>
    public JsonElement? Get(string key) => DottedKey.Find(Root, key);

    /// <summary>A text by its key; null when there is none, or something else.</summary>
    public string? GetString(string key) =>
        Get(key) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>The document as a type of the plugin's own.</summary>
    /// <param name="type">How it is read, from a source-generated context.</param>
    /// <exception cref="UsageException">The document has another form.</exception>
    public T Bind<T>(JsonTypeInfo<T> type) => JsonBinding.Read(Root, type, "The document");
}
