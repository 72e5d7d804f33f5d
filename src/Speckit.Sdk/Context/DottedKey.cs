using System.Text.Json;

namespace Speckit.Sdk.Context;

/// <summary>Finds values by keys such as <c>report.format</c>.</summary>
internal static class DottedKey
{
    /// <summary>The value; null when there is none, or it is null.</summary>
    public static JsonElement? Find(JsonElement root, string key)
    {
        var value = root;
        foreach (var part in key.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(part, out value))
            {
                return null;
            }
        }

        return value.ValueKind == JsonValueKind.Null ? null : value;
    }
}
