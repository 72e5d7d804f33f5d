using System.Text.Json;
using Speckit.Sdk.Context;

namespace Speckit.Sdk;

/// <summary>What the host says when it asks a <see cref="StackTemplate"/>.</summary>
public sealed class StackRequest
{
    internal StackRequest(JsonElement? context) => Context = JsonBinding.ObjectOrNothing(context, "context");

    /// <summary>All of it: a JSON object, or undefined.</summary>
    public JsonElement Context { get; }

    /// <summary>The outcome type the stack is for; null when the host does not say.</summary>
    public string? OutcomeType =>
        Member("outcomeType") is { ValueKind: JsonValueKind.String } type ? type.GetString() : null;

    /// <summary>What the stack must fulfil; undefined when the host does not say.</summary>
    public JsonElement Requirements => Member("requirements");

    /// <summary>The document that is scaffolded.</summary>
    public OSpecDocument Spec => new(Member("spec"));

    /// <summary>The project's choices; undefined when the host does not say.</summary>
    public JsonElement Config => Member("config");

    private JsonElement Member(string name) =>
        Context.ValueKind == JsonValueKind.Object && Context.TryGetProperty(name, out var value) ? value : default;
}
