using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Protocol.Messages;
using Speckit.Sdk;

namespace ConformancePlugin;

internal sealed class Sync : Integration
{
    public override string Name => "conf-sync";

    public override Task<IntegrationSyncResult> SyncAsync(
        SyncDirection direction,
        JsonElement request,
        PluginContext context,
        CancellationToken cancellationToken
    )
    {
        var items =
            request.ValueKind == JsonValueKind.Object && request.TryGetProperty("items", out var list)
                ? list.GetArrayLength()
                : 0;
        var both = direction == SyncDirection.Both ? 1 : 0;
        var name = direction.ToString().ToLowerInvariant();
        return Task.FromResult(new IntegrationSyncResult(items, both, 0, $"conf: {name}"));
    }
}

internal sealed class Stack : StackTemplate
{
    public override string Name => "conf-stack";

    public override Task<StackCompatibility> IsCompatibleAsync(
        StackRequest request,
        PluginContext context,
        CancellationToken cancellationToken
    )
    {
        var forbidden =
            request.Requirements.ValueKind == JsonValueKind.Object
            && request.Requirements.TryGetProperty("forbidden", out _);
        return Task.FromResult(new StackCompatibility(request.OutcomeType == "api" && !forbidden));
    }

    public override Task<JsonObject> GetConfigurationAsync(
        StackRequest request,
        PluginContext context,
        CancellationToken cancellationToken
    ) => Task.FromResult(new JsonObject { ["backend"] = "conf", ["layers"] = Answers.List(["web", "data"]) });

    public override Task<StackScaffold> ScaffoldAsync(
        StackRequest request,
        PluginContext context,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            new StackScaffold(
                new Dictionary<string, string>
                {
                    ["README.md"] = $"# {request.Spec.GetString("name")}\n",
                    [$"src/{request.Config.GetProperty("module").GetString()}.txt"] = "conf\n",
                }
            )
        );
}

internal sealed class Outcome : OutcomeType
{
    private readonly List<string> _lifecycle = [];
    private bool _used;

    public override string Type => "conf-outcome";

    public override Task InitializeAsync(PluginContext context, CancellationToken cancellationToken) =>
        Note("initialize");

    public override Task ConfigureAsync(PluginContext context, CancellationToken cancellationToken) =>
        Note("configure");

    public override Task ActivateAsync(PluginContext context, CancellationToken cancellationToken) => Note("activate");

    public override Task DeactivateAsync(PluginContext context, CancellationToken cancellationToken) =>
        _used ? context.Console.WriteAsync("conf: deactivated", cancellationToken) : Task.CompletedTask;

    public override Task<IReadOnlyList<Problem>> ValidateAsync(
        OSpecDocument document,
        PluginContext context,
        CancellationToken cancellationToken
    )
    {
        _used = true;
        IReadOnlyList<Problem> problems = document.GetString("name") switch
        {
            null => [Error("conf: name is missing", "/name")],
            "old" => [Warning("conf: name is old", "/name")],
            _ => [],
        };
        return Task.FromResult(problems);
    }

    public override Task<IReadOnlyDictionary<string, string>> GetDefaultStackAsync(
        OSpecDocument document,
        PluginContext context,
        CancellationToken cancellationToken
    )
    {
        _used = true;
        return Task.FromResult<IReadOnlyDictionary<string, string>>(
            new Dictionary<string, string>
            {
                ["backend"] = "conf",
                ["database"] = document.GetString("database") ?? "none",
            }
        );
    }

    public override Task<JsonObject> GenerateAcceptanceCriteriaAsync(
        OSpecDocument document,
        PluginContext context,
        CancellationToken cancellationToken
    )
    {
        _used = true;
        return Task.FromResult(
            new JsonObject { ["name"] = document.GetString("name"), ["lifecycle"] = Answers.List(_lifecycle) }
        );
    }

    private Task Note(string step)
    {
        _lifecycle.Add(step);
        return Task.CompletedTask;
    }
}

internal sealed class Rail : Guardrail
{
    public override string Name => "conf-guardrail";

    public override Task<GuardrailCheckResult> CheckAsync(
        GuardrailRequest request,
        PluginContext context,
        CancellationToken cancellationToken
    )
    {
        var findings = request.Includes("conf-rule")
            ? request.Files.Select(file => new Finding("conf-rule", "low", "Conf", $"conf: {file}", file, 1))
            : [];
        var metrics = new Dictionary<string, double> { ["files"] = request.Files.Count, ["ratio"] = 0.5 };
        return Task.FromResult(new GuardrailCheckResult([.. findings], metrics));
    }
}

internal sealed class TemplateValues : TemplateContextProvider
{
    public override string Name => "conf-context";

    public override Task<JsonObject> GetAsync(PluginContext context, CancellationToken cancellationToken) =>
        Task.FromResult(
            new JsonObject
            {
                ["title"] = "conf",
                ["items"] = Answers.List(["a", "b"]),
                ["nested"] = new JsonObject { ["n"] = 1 },
            }
        );
}

internal sealed class Done : TemplatePostProcessor
{
    public override string Name => "conf-done";

    public override Task<string> ProcessAsync(
        string content,
        PluginContext context,
        CancellationToken cancellationToken
    ) => Task.FromResult(content.Replace("TODO", "DONE", StringComparison.Ordinal));
}
