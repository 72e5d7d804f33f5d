namespace EchoPlugin;

/// <summary>Ways of not keeping to the protocol.</summary>
internal static class RawMode
{
    internal static async Task<int> RunAsync(string mode)
    {
        await using var output = Console.OpenStandardOutput();
        switch (mode)
        {
            case "garbage":
                await output.WriteAsync("Hello, I am no protocol\n"u8.ToArray());
                break;
            case "future":
                await output.WriteAsync(Hello(99));
                break;
            case "no-handlers":
                await output.WriteAsync(Hello(1));
                await AnswerAsync(output);
                return 0;
            case "endless-line":
                await WriteEndlesslyAsync(output);
                break;
            case "end":
                await Console.Error.WriteLineAsync("I do not want to");
                return 5;
            default:
                break;
        }

        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    private static byte[] Hello(int protocol) =>
        System.Text.Encoding.UTF8.GetBytes(
            $$$"""{"jsonrpc":"2.0","id":{{{FirstId()}}},"result":{"protocol":{{{protocol}}},"sdk":{"language":"raw","version":"1"},"handlers":["command:other"]}}"""
                + "\n"
        );

    /// <summary>Answers configure, activate and the rest with nothing.</summary>
    private static async Task AnswerAsync(Stream output)
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var answer = $$$"""{"jsonrpc":"2.0","id":{{{IdOf(line)}}},"result":{}}""" + "\n";
            await output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(answer));
            await output.FlushAsync();
        }
    }

    private static string FirstId() => IdOf(Console.ReadLine()!);

    private static string IdOf(string line)
    {
        using var request = System.Text.Json.JsonDocument.Parse(line);
        return request.RootElement.GetProperty("id").GetRawText();
    }

    private static async Task WriteEndlesslyAsync(Stream output)
    {
        var part = new byte[1 << 20];
        Array.Fill(part, (byte)'a');
        try
        {
            while (true)
            {
                await output.WriteAsync(part);
            }
        }
        catch (IOException)
        {
            // The host has had enough.
        }
    }
}
