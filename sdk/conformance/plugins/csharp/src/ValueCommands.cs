using System.Text.Json.Nodes;
using Speckit.Sdk;

namespace ConformancePlugin;

[Command("conf:echo")]
internal sealed class EchoCommand : Command
{
    [Argument(0, "texts")]
    public string[] Texts { get; set; } = [];

    [Option("--shout")]
    public bool Shout { get; set; }

    [Option("--dry-run")]
    public bool DryRun { get; set; }

    [Option("--word")]
    public string Word { get; set; } = "none";

    [Option("--tag")]
    public string[] Tags { get; set; } = [];

    [Option("--count")]
    public int Count { get; set; } = 1;

    [Option("--ratio")]
    public double Ratio { get; set; } = 0.5;

    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var options = new JsonObject
        {
            ["shout"] = Shout,
            ["dry-run"] = DryRun,
            ["word"] = Word,
            ["tag"] = Answers.List(Tags),
            ["count"] = Count,
            ["ratio"] = Ratio,
        };
        return Task.FromResult(
            Answers.Json(new JsonObject { ["arguments"] = Answers.List(Texts), ["options"] = options })
        );
    }
}

[Command("conf:typed")]
internal sealed class TypedCommand : Command
{
    [Argument(0, "who")]
    public string Who { get; set; } = "";

    [Argument(1, "times", Required = false)]
    public int Times { get; set; } = 1;

    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Answers.Json(new JsonObject { ["who"] = Who, ["times"] = Times }));
}

[Command("conf:value")]
internal sealed class ValueCommand : Command
{
    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.FromResult(
            Answers.Json(
                new JsonObject
                {
                    ["text"] = "Grüße, 世界 🌍 \u2028 \u0000 \"\\",
                    ["null"] = null,
                    ["yes"] = true,
                    ["no"] = false,
                    ["zero"] = 0,
                    ["whole"] = 9007199254740991,
                    ["negative"] = -42,
                    ["fraction"] = 0.1,
                    ["tiny"] = 1e-7,
                    ["empty"] = new JsonObject(),
                    ["list"] = new JsonArray(),
                    ["nested"] = JsonNode.Parse("""{"a":[{"b":[null,[1,[2]]]}]}"""),
                    [""] = "a name that is empty",
                    ["näme"] = "a name that is not ASCII",
                }
            )
        );
}

[Command("conf:length")]
internal sealed class LengthCommand : Command
{
    [Argument(0, "text")]
    public string Text { get; set; } = "";

    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Answers.Json(JsonValue.Create(Text.Length)));
}

[Command("conf:large")]
internal sealed class LargeCommand : Command
{
    [Argument(0, "n")]
    public int Length { get; set; }

    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Answers.Text(new string('x', Length)));
}

[Command("conf:exit")]
internal sealed class ExitCommand : Command
{
    [Argument(0, "code")]
    public int Code { get; set; }

    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Answers.Json(new JsonObject { ["code"] = Code }, Code));
}

[Command("conf:void")]
internal sealed class VoidCommand : Command
{
    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.FromResult(CommandResult.Done);
}

[Command("conf:nan")]
internal sealed class NanCommand : Command
{
    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Answers.Json(new JsonObject { ["value"] = double.NaN }));
}

[Command("conf:surrogate")]
internal sealed class SurrogateCommand : Command
{
    public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Answers.Text("a\ud800b"));
}
