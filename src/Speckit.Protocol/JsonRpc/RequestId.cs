using System.Text.Json;

namespace Speckit.Protocol;

/// <summary>The id of a request: a whole number or a string (JSON-RPC 2.0 §4).</summary>
internal readonly record struct RequestId(long Number, string? Text)
{
    private const int MaxTextLength = 256;

    /// <summary>Reads the value the reader stands on.</summary>
    /// <exception cref="ProtocolException">It is no id.</exception>
    public static RequestId Read(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number when reader.TryGetInt64(out var number):
                return new RequestId(number, null);
            case JsonTokenType.String when reader.ValueSpan.Length <= MaxTextLength:
                return new RequestId(0, reader.GetString());
            default:
                throw new ProtocolException("A message's id is neither a whole number nor a short string.");
        }
    }

    public void WriteTo(Utf8JsonWriter writer)
    {
        if (Text is null)
        {
            writer.WriteNumber("id"u8, Number);
        }
        else
        {
            writer.WriteString("id"u8, Text);
        }
    }

    public override string ToString() => Text is null ? FormattableString.Invariant($"{Number}") : $"\"{Text}\"";
}
