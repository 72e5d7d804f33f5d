using System.Text.Json.Serialization;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Testing;

namespace Speckit.Sdk.Tests.Context;

/// <summary>Programs, the network, the environment.</summary>
public partial class OutsideClientsTests
{
    private readonly MockContext _mock = MockContext.Create();

    [Fact]
    public async Task Shell_Run_PassesTheWordsAndGivesTheResult()
    {
        _mock.Shell.Answer(["git", "log"], "ada\n", error: "warning");

        var result = await _mock.Context.Shell.RunAsync(["git", "log", "-1"], "src", TimeSpan.FromSeconds(1.5));

        result.Output.ShouldBe("ada\n");
        result.Error.ShouldBe("warning");
        result.Succeeded.ShouldBeTrue();
        result.Truncated.ShouldBeFalse();
        result.EnsureSuccess().ShouldBeSameAs(result);
        var call = _mock.Shell.Calls.ShouldHaveSingleItem();
        call.Argv.ShouldBe(["git", "log", "-1"]);
        (call.Cwd, call.Timeout).ShouldBe(("src", 1.5));
    }

    [Fact]
    public async Task Shell_RunText_SplitsIt()
    {
        _mock.Shell.Answer(["git"], call => new ShellRunResult(0, call.Argv[^1], ""));

        (await _mock.Context.Shell.RunAsync("git log --format='%an %ae'")).Output.ShouldBe("--format=%an %ae");
        await Should.ThrowAsync<ArgumentException>(() => _mock.Context.Shell.RunAsync(" "));
        await Should.ThrowAsync<ArgumentException>(() => _mock.Context.Shell.RunAsync([]));
        await Should.ThrowAsync<FormatException>(() => _mock.Context.Shell.RunAsync("git 'x"));
    }

    [Theory]
    [InlineData(3, false, "'make' ended with exit code 3: no rule")]
    [InlineData(0, true, "'make' took too long: no rule")]
    public async Task Shell_EnsureSuccess_SaysWhatHappened(int exitCode, bool timedOut, string message)
    {
        _mock.Shell.Answer(["make"], _ => new ShellRunResult(exitCode, "", "first\nno rule\n", timedOut));

        var result = await _mock.Context.Shell.RunAsync("make");

        result.Succeeded.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(result.EnsureSuccess).Message.ShouldBe(message);
    }

    [Fact]
    public async Task Shell_NoAnswerScripted_NamesTheCall()
    {
        _mock.Shell.Answer(["git", "log"]);

        var error = await Should.ThrowAsync<HostErrorException>(() => _mock.Context.Shell.RunAsync("git status"));

        error.Message.ShouldContain("'git status'");
        _mock.Shell.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Http_Get_GivesTheAnswer()
    {
        _mock.Http.Answer("GET", "https://api.example/*", """{"name":"x"}""");

        var answer = await _mock.Context.Http.GetAsync("https://api.example/a");
        var item = await _mock.Context.Http.GetJsonAsync("https://api.example/b", ItemJson.Default.Item);

        answer.Status.ShouldBe(200);
        answer.Headers["Content-Type"].ShouldBe("application/json");
        answer.Text.ShouldBe("""{"name":"x"}""");
        item.ShouldBe(new Item("x"));
        _mock.Http.Requests[1].Headers!["Accept"].ShouldBe("application/json");
    }

    [Fact]
    public async Task Http_PostJson_SendsIt()
    {
        _mock.Http.Answer("POST", "https://api.example/items", status: 201);

        var answer = await _mock.Context.Http.PostJsonAsync(
            "https://api.example/items",
            new Item("x"),
            ItemJson.Default.Item,
            new Dictionary<string, string> { ["X-Token"] = "t" }
        );

        answer.EnsureSuccess().Status.ShouldBe(201);
        var request = _mock.Http.Requests.ShouldHaveSingleItem();
        request.Body.ShouldBe("""{"name":"x"}""");
        request.Headers!["Content-Type"].ShouldBe("application/json");
        request.Headers["X-Token"].ShouldBe("t");
    }

    [Fact]
    public async Task Http_AnswersThatDoNotFit_Throw()
    {
        var http = _mock.Context.Http;
        _mock.Http.Answer("GET", "https://a/missing", status: 404);
        _mock.Http.Answer("GET", "https://a/text", "hello");
        _mock.Http.Answer("GET", "https://a/null", "null");

        var missing = await Should.ThrowAsync<HttpRequestException>(() =>
            http.GetJsonAsync("https://a/missing", ItemJson.Default.Item)
        );

        missing.Message.ShouldBe("GET https://a/missing answered 404.");
        missing.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        await Should.ThrowAsync<HttpRequestException>(() => http.GetJsonAsync("https://a/text", ItemJson.Default.Item));
        await Should.ThrowAsync<HttpRequestException>(() => http.GetJsonAsync("https://a/null", ItemJson.Default.Item));
        (await Should.ThrowAsync<HostErrorException>(() => http.GetAsync("https://b"))).Message.ShouldContain(
            "'GET https://b'"
        );
    }

    [Fact]
    public async Task Http_BinaryBody_ComesAsBytes()
    {
        _mock.Http.Answer(
            "GET",
            "https://a",
            _ => new HttpSendResult(200, new Dictionary<string, string>(), "/wA=", FileContent.Base64)
        );

        (await _mock.Context.Http.GetAsync("https://a")).Bytes.ShouldBe([0xFF, 0x00]);
    }

    [Fact]
    public async Task Environment_Variable_OrNull()
    {
        _mock.Environment["TOKEN"] = "t";

        (await _mock.Context.Environment.GetAsync("TOKEN")).ShouldBe("t");
        (await _mock.Context.Environment.GetAsync("NONE")).ShouldBeNull();
    }

    [Fact]
    public async Task Any_WithoutCapability_IsDenied()
    {
        _mock.Capabilities.Clear();

        async Task DeniedAsync(string capability, Func<Task> call)
        {
            var denied = await Should.ThrowAsync<CapabilityDeniedException>(call);
            denied.Capability.ShouldBe(capability);
            denied.Kind.ShouldBe(HostErrorKind.CapabilityDenied);
            denied.Plugin.ShouldBe("test-plugin");
            denied.Hint.ShouldNotBeEmpty();
        }

        await DeniedAsync(Capabilities.Subprocess, () => _mock.Context.Shell.RunAsync("x"));
        await DeniedAsync(Capabilities.Network, () => _mock.Context.Http.GetAsync("https://a"));
        await DeniedAsync(Capabilities.Environment, () => _mock.Context.Environment.GetAsync("x"));
    }

    internal sealed record Item(string Name);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Item))]
    internal sealed partial class ItemJson : JsonSerializerContext;
}
