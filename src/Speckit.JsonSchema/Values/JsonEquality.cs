using System.Text.Json;

namespace Speckit.JsonSchema.Values;

/// <summary>Equality as JSON Schema means it: numbers by value, objects without order.</summary>
internal sealed class JsonEquality : IEqualityComparer<JsonValue>
{
    public static readonly JsonEquality Instance = new();

    public bool Equals(JsonValue? x, JsonValue? y)
    {
        if (ReferenceEquals(x, y))
        {
            return true;
        }

        if (x is null || y is null || x.Kind != y.Kind || x.StructuralHash != y.StructuralHash)
        {
            return false;
        }

        return x.Kind switch
        {
            JsonValueKind.Number => x.Number.Equals(y.Number),
            JsonValueKind.String => x.Text == y.Text,
            JsonValueKind.Array => x.Items.SequenceEqual(y.Items, this),
            JsonValueKind.Object => x.Members.Count == y.Members.Count
                && x.Members.All(m => y.Members.TryGetValue(m.Key, out var other) && Equals(m.Value, other)),
            _ => true,
        };
    }

    public int GetHashCode(JsonValue obj) => obj.StructuralHash;

    public static int Hash(JsonValue value)
    {
        var hash = new HashCode();
        hash.Add(value.Kind);
        switch (value.Kind)
        {
            case JsonValueKind.Number:
                hash.Add(value.Number);
                break;
            case JsonValueKind.String:
                hash.Add(value.Text, StringComparer.Ordinal);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.Items)
                {
                    hash.Add(item.StructuralHash);
                }

                break;
            case JsonValueKind.Object:
                hash.Add(HashMembers(value));
                break;
        }

        return hash.ToHashCode();
    }

    private static int HashMembers(JsonValue value)
    {
        var sum = 0;
        foreach (var (name, member) in value.Members)
        {
            sum = unchecked(sum + HashCode.Combine(name, member.StructuralHash));
        }

        return sum;
    }
}
