using System.Globalization;

namespace Speckit.JsonSchema.Values;

/// <summary>JSON Pointers (RFC 6901).</summary>
internal static class JsonPointer
{
    public static string To(JsonValue value)
    {
        var segments = new List<string>();
        for (var at = value; at.Parent is not null; at = at.Parent)
        {
            segments.Add(at.Name);
        }

        segments.Reverse();
        return Join(segments);
    }

    public static string Join(IEnumerable<string> segments) => string.Concat(segments.Select(s => "/" + Escape(s)));

    public static string Escape(string segment) =>
        segment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>The value that the pointer names below the root, or null.</summary>
    public static JsonValue? Find(JsonValue root, string pointer)
    {
        if (pointer.Length == 0)
        {
            return root;
        }

        if (pointer[0] != '/')
        {
            return null;
        }

        JsonValue? at = root;
        foreach (var escaped in pointer[1..].Split('/'))
        {
            var name = escaped
                .Replace("~1", "/", StringComparison.Ordinal)
                .Replace("~0", "~", StringComparison.Ordinal);
            at = at.IsArray ? Item(at, name) : at.Member(name);
            if (at is null)
            {
                return null;
            }
        }

        return at;
    }

    private static JsonValue? Item(JsonValue array, string index) =>
        int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var i)
        && (index.Length == 1 || index[0] != '0')
        && i < array.Items.Count
            ? array.Items[i]
            : null;
}
