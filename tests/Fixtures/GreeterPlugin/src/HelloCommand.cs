using System.Text.Json.Serialization;
using Speckit.Sdk;

namespace GreeterPlugin;

[Command("greet:hello", Description = "Greets somebody")]
internal sealed class HelloCommand : Command
{
    [Argument(0, "who")]
    public string Who { get; set; } = "World";

    [Option("--shout")]
    public bool Shout { get; set; }

    [Option("--times")]
    public int Times { get; set; } = 1;

    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var greeting = $"Hello, {Who}!";
        for (var i = 0; i < Times; i++)
        {
            await context.Console.WriteAsync(Shout ? greeting.ToUpperInvariant() : greeting, cancellationToken);
        }

        return CommandResult.From(new Greeted(Who, Times), GreeterJson.Default.Greeted);
    }
}

internal sealed record Greeted(string Who, int Times);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Greeted))]
internal sealed partial class GreeterJson : JsonSerializerContext;
