using System.Text.Json;

namespace Speckit.Protocol;

/// <summary>Reads the <c>error</c> member of an answer (JSON-RPC 2.0 §5.1).</summary>
internal static class ErrorAnswer
{
    /// <summary>The error that the bytes of the member say.</summary>
    /// <exception cref="ProtocolException">It is no error object.</exception>
    public static RpcErrorException Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        var error = JsonElement.ParseValue(ref reader);
        if (
            error.ValueKind != JsonValueKind.Object
            || !error.TryGetProperty("code"u8, out var code)
            || code.ValueKind != JsonValueKind.Number
            || !code.TryGetInt32(out var number)
            || !error.TryGetProperty("message"u8, out var message)
            || message.ValueKind != JsonValueKind.String
        )
        {
            throw new ProtocolException("An answer's error has no code or no message.");
        }

        JsonElement? data = error.TryGetProperty("data"u8, out var extra) ? extra : null;
        return new RpcErrorException(number, Text(message), data);
    }

    private static string Text(JsonElement message)
    {
        try
        {
            return message.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new ProtocolException("An answer's error message is not text.", e);
        }
    }
}
