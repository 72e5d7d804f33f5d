using System.Text.Json;

namespace Speckit.JsonSchema.Values;

/// <summary>One value of a schema or an instance. It knows where it stands, so its identity is its location.</summary>
internal sealed class JsonValue
{
    private static readonly OrderedDictionary<string, JsonValue> NoMembers = new(0, StringComparer.Ordinal);

    private ExactNumber? _number;
    private int? _hash;

    public required JsonValueKind Kind { get; init; }

    public JsonValue? Parent { get; init; }

    /// <summary>The member name or the index under which the parent holds it; empty for a root.</summary>
    public string Name { get; init; } = "";

    /// <summary>A string's text, a number's digits as written; empty for other kinds.</summary>
    public string Text { get; init; } = "";

    /// <summary>An array's items; empty for other kinds.</summary>
    public IReadOnlyList<JsonValue> Items { get; set; } = [];

    /// <summary>An object's members in their order; of equal names the last counts. Empty for other kinds.</summary>
    public OrderedDictionary<string, JsonValue> Members { get; set; } = NoMembers;

    public bool IsObject => Kind == JsonValueKind.Object;

    public bool IsArray => Kind == JsonValueKind.Array;

    public bool IsString => Kind == JsonValueKind.String;

    public bool IsNumber => Kind == JsonValueKind.Number;

    public bool IsBoolean => Kind is JsonValueKind.True or JsonValueKind.False;

    public ExactNumber Number => _number ??= ExactNumber.Parse(Text);

    /// <summary>Its JSON Pointer from the root of its document.</summary>
    public string Pointer => JsonPointer.To(this);

    /// <summary>The hash that goes with <see cref="JsonEquality"/>.</summary>
    public int StructuralHash => _hash ??= JsonEquality.Hash(this);

    public JsonValue? Member(string name) => Members.TryGetValue(name, out var value) ? value : null;
}
