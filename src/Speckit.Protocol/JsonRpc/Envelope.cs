using System.Text.Json;
using System.Text.Unicode;

namespace Speckit.Protocol;

/// <summary>A message's outer members, read in one pass; the inner ones stay bytes until their type is known.</summary>
internal readonly record struct Envelope(
    string? Method,
    RequestId? Id,
    bool HasNullId,
    Range? Parameters,
    Range? Result,
    Range? Error
)
{
    /// <summary>How deep objects and arrays may lie in one another, the message's own object included.</summary>
    public const int MaxDepth = 64;

    /// <summary>Reads one line.</summary>
    /// <exception cref="ProtocolException">It is not one JSON-RPC 2.0 message.</exception>
    public static Envelope Read(ReadOnlySpan<byte> line)
    {
        if (!Utf8.IsValid(line))
        {
            throw new ProtocolException("A line is not UTF-8.");
        }

        try
        {
            var envelope = ReadMembers(line);
            envelope.Validate();
            return envelope;
        }
        catch (JsonException e)
        {
            var at = e.BytePositionInLine ?? 0;
            throw new ProtocolException(
                IsTooDeep(line)
                    ? FormattableString.Invariant($"A message is nested deeper than {MaxDepth} levels (byte {at}).")
                    : FormattableString.Invariant($"A line is not one JSON object (byte {at})."),
                e
            );
        }
        catch (InvalidOperationException e)
        {
            // A string with a lone surrogate escape is valid JSON and no text.
            throw new ProtocolException("A message's member is not text.", e);
        }
    }

    private static Envelope ReadMembers(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new ProtocolException("A line is not one JSON object.");
        }

        var envelope = default(Envelope);
        var versionSeen = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("jsonrpc"u8))
            {
                reader.Read();
                RefuseRepetition(versionSeen);
                versionSeen = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("2.0"u8);
            }
            else
            {
                envelope = envelope.ReadMember(ref reader);
            }
        }

        // Throws for anything behind the object.
        reader.Read();
        return versionSeen ? envelope : throw new ProtocolException("A message does not say \"jsonrpc\": \"2.0\".");
    }

    /// <summary>Whether it is the depth that the reader stopped for: another one sees that much and nothing wrong before.</summary>
    private static bool IsTooDeep(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
        try
        {
            while (reader.Read())
            {
                if (
                    reader.CurrentDepth == MaxDepth
                    && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
                )
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // It is wrong before it is deep.
        }

        return false;
    }

    private Envelope ReadMember(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("method"u8))
        {
            RefuseRepetition(Method is not null);
            reader.Read();
            return reader.TokenType == JsonTokenType.String
                ? this with
                {
                    Method = reader.GetString(),
                }
                : throw new ProtocolException("A message's method is not a string.");
        }

        if (reader.ValueTextEquals("id"u8))
        {
            RefuseRepetition(Id is not null || HasNullId);
            reader.Read();
            return reader.TokenType == JsonTokenType.Null
                ? this with
                {
                    HasNullId = true,
                }
                : this with
                {
                    Id = RequestId.Read(ref reader),
                };
        }

        if (reader.ValueTextEquals("params"u8))
        {
            RefuseRepetition(Parameters is not null);
            return this with { Parameters = SkipValue(ref reader) };
        }

        if (reader.ValueTextEquals("result"u8))
        {
            RefuseRepetition(Result is not null);
            return this with { Result = SkipValue(ref reader) };
        }

        if (reader.ValueTextEquals("error"u8))
        {
            RefuseRepetition(Error is not null);
            return this with { Error = SkipValue(ref reader) };
        }

        SkipValue(ref reader);
        return this;
    }

    private static Range SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    /// <summary>Two readers of a repeated member could see two messages.</summary>
    private static void RefuseRepetition(bool seen)
    {
        if (seen)
        {
            throw new ProtocolException("A message has a member twice.");
        }
    }

    private void Validate()
    {
        if (Method is not null)
        {
            if (HasNullId || Result is not null || Error is not null)
            {
                throw new ProtocolException("A message is a request and an answer at once, or its id is null.");
            }

            return;
        }

        if (Result is null == Error is null)
        {
            throw new ProtocolException("A message has neither a method nor exactly one of result and error.");
        }

        if (Id is null && !(HasNullId && Error is not null))
        {
            throw new ProtocolException("An answer has no id.");
        }
    }
}
