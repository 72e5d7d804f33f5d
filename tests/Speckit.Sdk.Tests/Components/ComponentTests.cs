using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Protocol;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;
using Speckit.Sdk.Testing;

namespace Speckit.Sdk.Tests.Components;

/// <summary>Integrations, outcome types, guardrails, templates, and the steps of their lives.</summary>
public class ComponentTests
{
    private static readonly ProtocolJsonContext s_json = ProtocolJsonContext.Default;

    [Fact]
    public async Task Life_Component_GoesThroughOSpecsFourSteps()
    {
        await using var host = await StartAsync();

        var answer = await AcceptanceAsync(host);
        await host.StopAsync();

        answer
            .GetProperty("steps")
            .EnumerateArray()
            .Select(step => step.GetString())
            .ShouldBe(["initialize", "configure fast", "activate"]);
        host.ConsoleLines.Select(line => line.Text).ShouldBe(["deactivate"]);
    }

    [Theory]
    [InlineData("push", 2, "Push")]
    [InlineData("pull", 2, "Pull")]
    [InlineData("both", 2, "Both")]
    public async Task Sync_Direction_IsPassed(string direction, int created, string message)
    {
        await using var host = await StartAsync();

        var result = await SyncAsync(host, direction, "tracker");

        result.ShouldBe(new IntegrationSyncResult(created, Message: message));
        (await SyncAsync(host, direction, null)).ShouldBe(result);
    }

    [Fact]
    public async Task Sync_WrongDirectionOrName_IsRefused()
    {
        await using var host = await StartAsync();

        (
            await Should.ThrowAsync<RpcErrorException>(() => SyncAsync(host, "sideways", "tracker"))
        ).Message.ShouldContain("push, pull or both; 'sideways' is not");
        (await Should.ThrowAsync<RpcErrorException>(() => SyncAsync(host, "push", "other"))).Code.ShouldBe(
            RpcErrorCodes.InvalidParams
        );
    }

    [Fact]
    public async Task Validate_Document_GivesItsProblems()
    {
        await using var host = await StartAsync();

        (await ValidateAsync(host, new JsonObject())).ShouldBe([new Problem("error", "no name", "/name")]);
        (
            await ValidateAsync(
                host,
                new JsonObject
                {
                    ["name"] = "x",
                    ["stack"] = new JsonObject { ["old"] = "y" },
                }
            )
        ).ShouldBe([new Problem("warning", "old is old", "/stack/old")]);
    }

    [Fact]
    public async Task DefaultStack_OutcomeTypeThatHasNone_IsEmpty()
    {
        await using var host = await StartAsync();

        var answer = await host.CallAsync(
            Methods.OutcomeDefaultStack,
            new OutcomeParams("bare"),
            s_json.OutcomeParams,
            s_json.OutcomeDefaultStack
        );

        answer.Stack.ShouldBeEmpty();
        var criteria = await host.CallAsync(
            Methods.OutcomeAcceptance,
            new OutcomeParams("bare"),
            s_json.OutcomeParams,
            s_json.OutcomeAcceptance
        );
        criteria.Acceptance.GetRawText().ShouldBe("{}");
    }

    [Fact]
    public async Task Check_Rules_AreTheOnesAskedFor()
    {
        await using var host = await StartAsync();

        async Task<GuardrailCheckResult> CheckAsync(params string[]? rules) =>
            await host.CallAsync(
                Methods.GuardrailCheck,
                new GuardrailCheckParams(["a.cs", "b.cs"], rules),
                s_json.GuardrailCheckParams,
                s_json.GuardrailCheckResult
            );

        (await CheckAsync(null)).Findings.Count.ShouldBe(2);
        (await CheckAsync("no-todo")).Findings.Count.ShouldBe(2);
        var other = await CheckAsync("other");
        other.Findings.ShouldBeEmpty();
        other.Metrics!["files"].ShouldBe(2);
    }

    [Fact]
    public async Task Template_ContextAndPostProcessor_Answer()
    {
        await using var host = await StartAsync();

        var values = await host.CallAsync(
            Methods.TemplateContext,
            new TemplateContextParams("values"),
            s_json.TemplateContextParams,
            s_json.TemplateContextResult
        );
        var done = await host.CallAsync(
            Methods.TemplatePostProcess,
            new TemplatePostProcessParams("upper", "abc"),
            s_json.TemplatePostProcessParams,
            s_json.TemplatePostProcessResult
        );

        values.Context.GetRawText().ShouldBe("""{"project":"test-project"}""");
        done.Content.ShouldBe("ABC");
        host.Handlers.ShouldBe([
            "integration:tracker",
            "outcome:service",
            "outcome:bare",
            "guardrail:todo",
            "context:values",
            "postProcessor:upper",
        ]);
    }

    [Fact]
    public async Task Find_NoneOrSeveralWithoutAName_SaysSo()
    {
        await using var host = new PluginTestHost();
        await host.StartAsync(PluginHost.CreateBuilder().AddIntegration<Tracker>().AddIntegration<OtherTracker>());

        (await Should.ThrowAsync<RpcErrorException>(() => SyncAsync(host, "push", null))).Message.ShouldBe(
            "The plugin has several integrations; name one: other-tracker, tracker."
        );
        var check = () =>
            host.CallAsync(
                Methods.GuardrailCheck,
                new GuardrailCheckParams([]),
                s_json.GuardrailCheckParams,
                s_json.GuardrailCheckResult
            );
        (await Should.ThrowAsync<RpcErrorException>(check)).Message.ShouldBe("The plugin has no guardrail.");
    }

    private static async Task<PluginTestHost> StartAsync()
    {
        var host = new PluginTestHost { Config = new JsonObject { ["mode"] = "fast" } };
        await host.StartAsync(
            PluginHost
                .CreateBuilder()
                .AddIntegration<Tracker>()
                .AddOutcomeType<Service>()
                .AddOutcomeType<Bare>()
                .AddGuardrail<Todo>()
                .AddTemplateContext<Values>()
                .AddTemplatePostProcessor<Upper>()
        );
        return host;
    }

    private static async Task<JsonElement> AcceptanceAsync(PluginTestHost host) =>
        (
            await host.CallAsync(
                Methods.OutcomeAcceptance,
                new OutcomeParams("service"),
                s_json.OutcomeParams,
                s_json.OutcomeAcceptance
            )
        ).Acceptance;

    private static async Task<IReadOnlyList<Problem>> ValidateAsync(PluginTestHost host, JsonObject document) =>
        (
            await host.CallAsync(
                Methods.OutcomeValidate,
                new OutcomeParams("service", JsonBinding.ToElement(document)),
                s_json.OutcomeParams,
                s_json.OutcomeValidation
            )
        ).Problems;

    private static Task<IntegrationSyncResult> SyncAsync(PluginTestHost host, string direction, string? name)
    {
        var context = JsonBinding.ToElement(new JsonObject { ["items"] = new JsonArray(1, 2) });
        return host.CallAsync(
            Methods.IntegrationSync,
            new IntegrationSyncParams(direction, context, name),
            s_json.IntegrationSyncParams,
            s_json.IntegrationSyncResult
        );
    }

    private class Tracker : Integration
    {
        public override string Name => "tracker";

        public override Task<IntegrationSyncResult> SyncAsync(
            SyncDirection direction,
            JsonElement request,
            PluginContext context,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(
                new IntegrationSyncResult(request.GetProperty("items").GetArrayLength(), Message: direction.ToString())
            );
    }

    private sealed class OtherTracker : Tracker
    {
        public override string Name => "other-tracker";
    }

    private sealed class Service : OutcomeType
    {
        private readonly List<string> _steps = [];

        public override string Type => "service";

        public override Task InitializeAsync(PluginContext context, CancellationToken cancellationToken) =>
            Note("initialize");

        public override Task ConfigureAsync(PluginContext context, CancellationToken cancellationToken) =>
            Note($"configure {context.Config.GetString("mode", "?")}");

        public override Task ActivateAsync(PluginContext context, CancellationToken cancellationToken) =>
            Note("activate");

        public override Task DeactivateAsync(PluginContext context, CancellationToken cancellationToken) =>
            context.Console.WriteAsync("deactivate", cancellationToken);

        public override Task<IReadOnlyList<Problem>> ValidateAsync(
            OSpecDocument document,
            PluginContext context,
            CancellationToken cancellationToken
        )
        {
            var problems = new List<Problem>();
            if (document.GetString("name") is null)
            {
                problems.Add(Error("no name", "/name"));
            }

            if (document.GetString("stack.old") is not null)
            {
                problems.Add(Warning("old is old", "/stack/old"));
            }

            return Task.FromResult<IReadOnlyList<Problem>>(problems);
        }

        public override Task<JsonObject> GenerateAcceptanceCriteriaAsync(
            OSpecDocument document,
            PluginContext context,
            CancellationToken cancellationToken
        ) =>
            Task.FromResult(new JsonObject { ["steps"] = new JsonArray([.. _steps.Select(s => JsonValue.Create(s))]) });

        private Task Note(string step)
        {
            _steps.Add(step);
            return Task.CompletedTask;
        }
    }

    private sealed class Bare : OutcomeType
    {
        public override string Type => "bare";
    }

    private sealed class Todo : Guardrail
    {
        public override string Name => "todo";

        public override Task<GuardrailCheckResult> CheckAsync(
            GuardrailRequest request,
            PluginContext context,
            CancellationToken cancellationToken
        )
        {
            var findings = request.Includes("no-todo")
                ? request.Files.Select(file => new Finding("no-todo", "low", "t", "d", file, 1))
                : [];
            return Task.FromResult(
                new GuardrailCheckResult(
                    [.. findings],
                    new Dictionary<string, double> { ["files"] = request.Files.Count }
                )
            );
        }
    }

    private sealed class Values : TemplateContextProvider
    {
        public override string Name => "values";

        public override Task<JsonObject> GetAsync(PluginContext context, CancellationToken cancellationToken) =>
            Task.FromResult(new JsonObject { ["project"] = context.Project.Name });
    }

    private sealed class Upper : TemplatePostProcessor
    {
        public override string Name => "upper";

        public override Task<string> ProcessAsync(
            string content,
            PluginContext context,
            CancellationToken cancellationToken
        ) => Task.FromResult(content.ToUpperInvariant());
    }
}
