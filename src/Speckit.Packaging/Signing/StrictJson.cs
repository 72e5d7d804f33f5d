using System.Text.Json;

namespace Speckit.Packaging.Signing;

/// <summary>Finds what JSON readers disagree about: a name twice in an object means the first value to some and the last to others.</summary>
internal static class StrictJson
{
    internal const int MaxDepth = 16;

    /// <summary>What is wrong with a document, or null.</summary>
    internal static string? Check(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        var objects = new Stack<HashSet<string>>();
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        objects.Push(new HashSet<string>(StringComparer.Ordinal));
                        break;
                    case JsonTokenType.EndObject:
                        objects.Pop();
                        break;
                    case JsonTokenType.PropertyName when !objects.Peek().Add(reader.GetString()!):
                        return $"the name '{reader.GetString()}' is there twice";
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return exception.Message;
        }

        return null;
    }
}
