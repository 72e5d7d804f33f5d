using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Speckit.Manifests.Canonical;

/// <summary>RFC 8785: one sequence of bytes for one JSON value, so that it can be hashed and signed.</summary>
public static class CanonicalJson
{
    /// <summary>The deepest nesting written.</summary>
    public const int MaxDepth = 256;

    /// <summary>Writes a value: keys sorted by UTF-16 units, numbers as ECMAScript writes doubles, no space.</summary>
    /// <exception cref="ArgumentException">
    /// The value is no I-JSON (RFC 7493): a number that no finite double holds, half of a surrogate pair, a key that
    /// occurs twice; or it is nested deeper than <see cref="MaxDepth"/>.
    /// </exception>
    public static byte[] Serialize(JsonNode? value)
    {
        var text = new StringBuilder();
        Write(text, value, 1);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text.ToString());
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException("A text holds half of a surrogate pair.", nameof(value), exception);
        }
    }

    private static void Write(StringBuilder text, JsonNode? value, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new ArgumentException($"The value is nested deeper than {MaxDepth} levels.", nameof(value));
        }

        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject json:
                WriteObject(text, json, depth);
                break;
            case JsonArray array:
                WriteArray(text, array, depth);
                break;
            default:
                WriteScalar(text, value.AsValue());
                break;
        }
    }

    private static void WriteObject(StringBuilder text, JsonObject json, int depth)
    {
        var separator = '{';
        foreach (var (key, value) in json.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            text.Append(separator);
            WriteString(text, key);
            text.Append(':');
            Write(text, value, depth + 1);
            separator = ',';
        }

        text.Append(separator == '{' ? "{}" : "}");
    }

    private static void WriteArray(StringBuilder text, JsonArray array, int depth)
    {
        var separator = '[';
        foreach (var item in array)
        {
            text.Append(separator);
            Write(text, item, depth + 1);
            separator = ',';
        }

        text.Append(separator == '[' ? "[]" : "]");
    }

    private static void WriteScalar(StringBuilder text, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null:
                text.Append(value.ToJsonString());
                break;
            case JsonValueKind.Number:
                text.Append(CanonicalNumber.Format(ToDouble(value)));
                break;
            default:
                WriteString(text, value.TryGetValue<string>(out var s) ? s : Reparse(value).GetValue<string>());
                break;
        }
    }

    private static double ToDouble(JsonValue value)
    {
        var number = double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number)
            ? number
            : throw new ArgumentException("A number is too large for a double.", nameof(value));
    }

    // A value made from a type that is text only as JSON, such as a Guid.
    private static JsonValue Reparse(JsonValue value) => JsonNode.Parse(value.ToJsonString())!.AsValue();

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
