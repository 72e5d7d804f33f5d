using System.Globalization;
using System.Text.Json;

namespace Speckit.JsonSchema.Values;

/// <summary>Copies a document into values, within a limit of depth.</summary>
internal sealed class JsonValueReader
{
    private readonly int _maximumDepth;
    private (JsonValue At, string Message)? _problem;

    private JsonValueReader(int maximumDepth) => _maximumDepth = maximumDepth;

    /// <summary>The root value; or where and why the document cannot be read.</summary>
    public static JsonValue? Read(JsonElement element, int maximumDepth, out (string Pointer, string Message) problem)
    {
        var reader = new JsonValueReader(maximumDepth);
        var root = reader.Read(element, null, "", 1);
        problem = reader._problem is { } found ? (found.At.Pointer, found.Message) : default;
        return reader._problem is null ? root : null;
    }

    private JsonValue Read(JsonElement element, JsonValue? parent, string name, int depth)
    {
        var value = new JsonValue
        {
            Kind = element.ValueKind,
            Parent = parent,
            Name = name,
            Text = TextOf(element) ?? "",
        };
        if (depth > _maximumDepth)
        {
            Problem(value, string.Create(CultureInfo.InvariantCulture, $"nested deeper than {_maximumDepth} levels"));
        }
        else if (value.Kind == JsonValueKind.Undefined)
        {
            Problem(value, "there is no value");
        }
        else if (value.IsString && TextOf(element) is null)
        {
            Problem(value, "the text is not well-formed Unicode: half of a surrogate pair is missing");
        }
        else if (value.IsArray)
        {
            value.Items = ReadItems(element, value, depth);
        }
        else if (value.IsObject)
        {
            value.Members = ReadMembers(element, value, depth);
        }

        return value;
    }

    private List<JsonValue> ReadItems(JsonElement element, JsonValue value, int depth)
    {
        var items = new List<JsonValue>(element.GetArrayLength());
        foreach (var item in element.EnumerateArray())
        {
            items.Add(Read(item, value, items.Count.ToString(CultureInfo.InvariantCulture), depth + 1));
            if (_problem is not null)
            {
                break;
            }
        }

        return items;
    }

    private OrderedDictionary<string, JsonValue> ReadMembers(JsonElement element, JsonValue value, int depth)
    {
        var members = new OrderedDictionary<string, JsonValue>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            if (NameOf(member) is not { } name)
            {
                Problem(value, "a property name is not well-formed Unicode: half of a surrogate pair is missing");
                break;
            }

            members[name] = Read(member.Value, value, name, depth + 1);
            if (_problem is not null)
            {
                break;
            }
        }

        return members;
    }

    private void Problem(JsonValue at, string message) => _problem ??= (at, message);

    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString(),
                JsonValueKind.Number => element.GetRawText(),
                _ => "",
            };
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json accepts escaped lone surrogates until the text is asked for.
            return null;
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
