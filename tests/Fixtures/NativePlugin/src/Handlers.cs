using System.Text.Json.Serialization;
using Speckit.Protocol.Messages;
using Speckit.Sdk;

namespace NativePlugin;

internal sealed record Counted(string Path, int Lines);

internal sealed record Settings(string Word = "line");

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Counted))]
[JsonSerializable(typeof(Settings))]
internal sealed partial class NativeJson : JsonSerializerContext;

/// <summary>Attributes are read by reflection, and still there in a native program.</summary>
[Command("native:count", Description = "Counts the lines of a file")]
internal sealed class CountCommand : Command
{
    [Argument(0, "path")]
    public string Path { get; set; } = "";

    [Option("--limit")]
    public int Limit { get; set; } = 1000;

    [Option("--unit")]
    public Unit Unit { get; set; } = Unit.Lines;

    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var text = await context.Project.ReadTextAsync(Path, cancellationToken) ?? "";
        var settings = context.Config.Bind(NativeJson.Default.Settings);
        await context.Console.WriteAsync($"counting each {settings.Word} ({Unit})", cancellationToken);
        var counted = new Counted(Path, Math.Min(Limit, text.Split('\n').Length - 1));
        await context.Events.EmitAsync(
            "plugin.native.counted",
            counted,
            NativeJson.Default.Counted,
            cancellationToken: cancellationToken
        );
        return CommandResult.From(counted, NativeJson.Default.Counted);
    }
}

/// <summary>What is counted.</summary>
internal enum Unit
{
    Lines,
    LongLines,
}

/// <summary>Prints in every way to where the protocol must not suffer from it.</summary>
[Command("native:print", Description = "Prints")]
internal sealed class PrintCommand : Command
{
    public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
    {
        Console.WriteLine("by the console");
        await using var raw = Console.OpenStandardOutput();
        raw.Write("by the stream\n"u8);
        using var child = System.Diagnostics.Process.Start("sh", ["-c", "echo by a child; cat"]);
        await child.WaitForExitAsync(cancellationToken);
        return CommandResult.Done;
    }
}

internal sealed class CountedHook : EventHook
{
    public override Task HandleAsync(
        EventEnvelope envelope,
        PluginContext context,
        CancellationToken cancellationToken
    ) => context.Console.WriteAsync($"heard {envelope.Type}", cancellationToken);
}

internal sealed class Gate : WorkflowPhase
{
    public override string Phase => "implement";

    public override PhaseMode Mode => PhaseMode.Wrap;

    public override Task<PhaseResult> BeforeAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Continue($"go on with {context.Workflow.Feature}"));

    public override async Task<PhaseResult> AfterAsync(PluginContext context, CancellationToken cancellationToken) =>
        (await context.Workflow.ChangedFilesAsync(cancellationToken)).Count > 0 ? Continue() : Block("nothing changed");
}

internal sealed class OneFileStack : StackTemplate
{
    public override string Name => "native-stack";

    protected override IReadOnlyList<FileTemplate> Templates =>
        [new("README.md", context => $"# {context.Project.Name}\n")];
}

internal sealed class LineCounter : AgentPersona
{
    public override string Name => "line-counter";

    public override string Description => "Counts lines";

    public override string Persona =>
        """
            You count lines:
            - all of them
            - never twice
            """;

    public override IReadOnlyList<string> Tools => ["Read", "Grep"];
}

internal sealed class Counters : Squad
{
    public override string Name => "counters";

    public override string Description => "Count together";

    public override IReadOnlyList<string> Members => ["line-counter"];
}
