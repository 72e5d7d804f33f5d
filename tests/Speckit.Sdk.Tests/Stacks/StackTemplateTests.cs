using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Protocol;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;
using Speckit.Sdk.Testing;

namespace Speckit.Sdk.Tests.Stacks;

public class StackTemplateTests
{
    private static readonly ProtocolJsonContext s_json = ProtocolJsonContext.Default;

    [Fact]
    public async Task Scaffold_Default_GivesTheTemplates()
    {
        await using var host = await StartAsync();
        host.Project.Name.ShouldBe("test-project");

        var scaffold = await host.CallAsync(
            Methods.StackScaffold,
            new StackParams("plain"),
            s_json.StackParams,
            s_json.StackScaffold
        );

        scaffold.Files["README.md"].ShouldBe("# test-project\n");
        scaffold.Files["LICENSE"].ShouldBe("MIT\n");
        host.Project.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task Scaffold_RunsPrograms_WritesTemplatesBefore()
    {
        await using var host = await StartAsync();
        host.Shell.Answer(["alembic"], output: "done");

        var scaffold = await host.CallAsync(
            Methods.StackScaffold,
            Call("fastapi", new JsonObject { ["spec"] = new JsonObject { ["name"] = "shop" } }),
            s_json.StackParams,
            s_json.StackScaffold
        );

        scaffold.Files.ShouldBeEmpty();
        host.Project.FindText("src/main.py").ShouldBe("app = 'shop'\n");
        host.Project.Directories.ShouldBe(["alembic"]);
        host.Shell.Calls.ShouldHaveSingleItem().Argv.ShouldBe(["alembic", "init", "alembic"]);
    }

    [Fact]
    public async Task Configuration_Default_HasTheDependencies()
    {
        await using var host = await StartAsync();

        var answer = await host.CallAsync(
            Methods.StackConfiguration,
            new StackParams("fastapi"),
            s_json.StackParams,
            s_json.StackConfiguration
        );

        answer.Configuration.GetRawText().ShouldBe("""{"dependencies":["fastapi>=0.109.0"],"devDependencies":[]}""");
    }

    [Theory]
    [InlineData("plain", "cli", true)]
    [InlineData("fastapi", "api", true)]
    [InlineData("fastapi", "cli", false)]
    public async Task IsCompatible_OutcomeType_IsAsked(string stack, string outcome, bool compatible)
    {
        await using var host = await StartAsync();

        var answer = await host.CallAsync(
            Methods.StackIsCompatible,
            Call(stack, new JsonObject { ["outcomeType"] = outcome, ["requirements"] = new JsonObject() }),
            s_json.StackParams,
            s_json.StackCompatibility
        );

        answer.Compatible.ShouldBe(compatible);
    }

    [Fact]
    public async Task Any_UnknownStack_SuggestsTheNearest()
    {
        await using var host = await StartAsync();

        var call = () =>
            host.CallAsync(
                Methods.StackConfiguration,
                new StackParams("fastapy"),
                s_json.StackParams,
                s_json.StackConfiguration
            );

        var error = await Should.ThrowAsync<RpcErrorException>(call);
        error.Code.ShouldBe(RpcErrorCodes.InvalidParams);
        error.Message.ShouldBe("The plugin has no stack 'fastapy'. Did you mean fastapi?");
    }

    [Fact]
    public async Task Scaffold_TwoTemplatesOfOnePath_Fails()
    {
        var mock = MockContext.Create();

        var scaffold = () => new Twice().ScaffoldAsync(MockContext.StackRequest(), mock.Context, default);

        (await Should.ThrowAsync<InvalidOperationException>(scaffold)).Message.ShouldContain("'a'");
    }

    [Fact]
    public void AddStack_SameNameOrNone_Throws()
    {
        Should.Throw<InvalidOperationException>(() => PluginHost.CreateBuilder().AddStack<Plain>().AddStack<Plain>());
        Should.Throw<InvalidOperationException>(() => PluginHost.CreateBuilder().AddStack<Nameless>());
    }

    private static StackParams Call(string name, JsonObject context) => new(name, JsonBinding.ToElement(context));

    private static async Task<PluginTestHost> StartAsync()
    {
        var host = new PluginTestHost();
        await host.StartAsync(PluginHost.CreateBuilder().AddStack<Plain>().AddStack<FastApi>());
        return host;
    }

    private sealed class Plain : StackTemplate
    {
        public override string Name => "plain";

        protected override IReadOnlyList<FileTemplate> Templates =>
            [new("README.md", context => $"# {context.Project.Name}\n"), new("LICENSE", "MIT\n")];
    }

    private sealed class FastApi : StackTemplate
    {
        private string _name = "";

        public override string Name => "fastapi";

        public override IReadOnlyList<string> Dependencies => ["fastapi>=0.109.0"];

        protected override IReadOnlyList<FileTemplate> Templates => [new("src/main.py", _ => $"app = '{_name}'\n")];

        public override Task<StackCompatibility> IsCompatibleAsync(
            StackRequest request,
            PluginContext context,
            CancellationToken cancellationToken
        )
        {
            request.Requirements.ValueKind.ShouldBe(JsonValueKind.Object);
            request.Config.ValueKind.ShouldBe(JsonValueKind.Undefined);
            return Task.FromResult(new StackCompatibility(request.OutcomeType == "api"));
        }

        public override async Task<StackScaffold> ScaffoldAsync(
            StackRequest request,
            PluginContext context,
            CancellationToken cancellationToken
        )
        {
            _name = request.Spec.GetString("name")!;
            await context.Project.CreateDirectoryAsync("alembic", cancellationToken);
            await WriteTemplatesAsync(context, cancellationToken);
            (
                await context.Shell.RunAsync("alembic init alembic", cancellationToken: cancellationToken)
            ).EnsureSuccess();
            return new StackScaffold(new Dictionary<string, string>());
        }
    }

    private sealed class Twice : StackTemplate
    {
        public override string Name => "twice";

        protected override IReadOnlyList<FileTemplate> Templates => [new("a", "1"), new("a", "2")];
    }

    private sealed class Nameless : StackTemplate
    {
        public override string Name => "";
    }
}
