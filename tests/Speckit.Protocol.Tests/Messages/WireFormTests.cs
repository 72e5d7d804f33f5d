using System.Text.Json;
using Speckit.Protocol.Messages;

namespace Speckit.Protocol.Tests.Messages;

/// <summary>Every message's form on the wire, all members set: what other languages' SDKs read and write.</summary>
public class WireFormTests
{
    [Theory]
    [InlineData(typeof(Empty), """{}""")]
    [InlineData(
        typeof(InitializeParams),
        """{"protocol":1,"host":{"name":"specify","version":"0.1.0"},"plugin":{"name":"p","version":"1.2.0"},"project":{"root":"/p","name":"demo"},"dataDir":"/d","capabilities":["network"],"verify":false}"""
    )]
    [InlineData(
        typeof(InitializeResult),
        """{"protocol":1,"sdk":{"language":"csharp","version":"0.1.0"},"handlers":["command:a"]}"""
    )]
    [InlineData(typeof(ConfigureParams), """{"config":{"a":[1]}}""")]
    [InlineData(typeof(CommandRunParams), """{"name":"a:b","arguments":["x"],"options":{"f":true,"t":["a"]}}""")]
    [InlineData(typeof(CommandRunResult), """{"result":{"x":1},"exitCode":1}""")]
    [InlineData(
        typeof(HookInvokeParams),
        """{"event":{"id":"evt_1","type":"a.b","version":"1.0","time":"2026-04-19T08:00:00+00:00","project":"demo","source":"core","feature":"f","taskId":"TASK-1","payload":{"x":1}},"handler":"N.T"}"""
    )]
    [InlineData(typeof(PhaseParams), """{"phase":"plan","feature":"f","context":{"x":1}}""")]
    [InlineData(typeof(PhaseResult), """{"continue":false,"message":"no"}""")]
    [InlineData(typeof(IntegrationSyncParams), """{"direction":"push","context":{},"name":"jira"}""")]
    [InlineData(typeof(IntegrationSyncResult), """{"created":1,"updated":2,"failed":3,"message":"m"}""")]
    [InlineData(typeof(StackParams), """{"name":"s","context":{}}""")]
    [InlineData(typeof(StackCompatibility), """{"compatible":true,"reason":"r"}""")]
    [InlineData(typeof(StackConfiguration), """{"configuration":{"a":1}}""")]
    [InlineData(typeof(StackScaffold), """{"files":{"src/a":"text"}}""")]
    [InlineData(typeof(OutcomeParams), """{"type":"api","document":{}}""")]
    [InlineData(typeof(OutcomeValidation), """{"problems":[{"severity":"error","message":"m","path":"/a"}]}""")]
    [InlineData(typeof(OutcomeDefaultStack), """{"stack":{"language":"go"}}""")]
    [InlineData(typeof(OutcomeAcceptance), """{"acceptance":{}}""")]
    [InlineData(typeof(GuardrailCheckParams), """{"files":["a"],"rules":["r"]}""")]
    [InlineData(
        typeof(GuardrailCheckResult),
        """{"findings":[{"rule":"r","severity":"high","title":"t","description":"d","file":"f","line":1,"column":2,"id":"i","cwe":"CWE-1","fix":"x","snippet":"s"}],"metrics":{"m":0.5}}"""
    )]
    [InlineData(typeof(TemplateContextParams), """{"name":"t"}""")]
    [InlineData(typeof(TemplateContextResult), """{"context":{}}""")]
    [InlineData(typeof(TemplatePostProcessParams), """{"name":"t","content":"c"}""")]
    [InlineData(typeof(TemplatePostProcessResult), """{"content":"c"}""")]
    [InlineData(typeof(MigrateConfigParams), """{"from":"1.0.0","to":"2.0.0","config":{}}""")]
    [InlineData(typeof(MigrateConfigResult), """{"config":{}}""")]
    [InlineData(typeof(MigrateDataParams), """{"from":"1.0.0","to":"2.0.0"}""")]
    [InlineData(typeof(GlobParams), """{"patterns":["**/*.py"],"exclude":["b/**"]}""")]
    [InlineData(typeof(FileList), """{"files":["a"]}""")]
    [InlineData(typeof(ReadFileParams), """{"path":"a"}""")]
    [InlineData(typeof(FileContent), """{"content":"AA==","encoding":"base64"}""")]
    [InlineData(typeof(ChangedFilesParams), """{"since":"main"}""")]
    [InlineData(typeof(WriteFileParams), """{"path":"a","content":"c","encoding":"utf-8"}""")]
    [InlineData(typeof(CreateDirectoryParams), """{"path":"a"}""")]
    [InlineData(
        typeof(BacklogTaskList),
        """{"tasks":[{"id":"TASK-1","title":"t","status":"To Do","labels":["l"],"priority":"high","description":"d","metadata":{"k":"v"},"created":"2026-04-19T08:00:00+00:00","updated":"2026-04-19T08:00:00+00:00","assignee":["@a"]}]}"""
    )]
    [InlineData(typeof(BacklogListParams), """{"labels":["l"],"status":"Done","metadata":{"k":"v"}}""")]
    [InlineData(typeof(BacklogGetParams), """{"id":"TASK-1"}""")]
    [InlineData(
        typeof(BacklogCreateParams),
        """{"title":"t","description":"d","labels":["l"],"status":"To Do","priority":"low","metadata":{"k":"v"},"acceptanceCriteria":["c"]}"""
    )]
    [InlineData(typeof(BacklogUpdateParams), """{"id":"TASK-1","status":"Done","labels":["l"],"metadata":{"k":"v"}}""")]
    [InlineData(typeof(ShellRunParams), """{"argv":["git"],"cwd":"src","timeout":1.5}""")]
    [InlineData(
        typeof(ShellRunResult),
        """{"exitCode":1,"stdout":"o","stderr":"e","timedOut":true,"truncated":true}"""
    )]
    [InlineData(
        typeof(HttpSendParams),
        """{"url":"https://a","method":"POST","headers":{"A":"b"},"body":"x","encoding":"utf-8","timeout":2}"""
    )]
    [InlineData(typeof(HttpSendResult), """{"status":200,"headers":{"A":"b"},"body":"x","encoding":"utf-8"}""")]
    [InlineData(typeof(EnvironmentGetParams), """{"name":"CI"}""")]
    [InlineData(typeof(EnvironmentGetResult), """{"value":"1"}""")]
    [InlineData(typeof(EmitEventParams), """{"type":"plugin.x","payload":{},"feature":"f","taskId":"TASK-1"}""")]
    [InlineData(typeof(EmitEventResult), """{"id":"evt_1"}""")]
    [InlineData(typeof(SubscribeParams), """{"patterns":["a.**"]}""")]
    [InlineData(typeof(ConsoleWriteParams), """{"text":"t","level":"warning"}""")]
    [InlineData(typeof(ProgressParams), """{"message":"m","fraction":0.5}""")]
    [InlineData(typeof(ConfigGetResult), """{"config":{}}""")]
    [InlineData(typeof(LogParams), """{"level":"info","message":"m"}""")]
    [InlineData(typeof(CapabilityDenial), """{"capability":"network","plugin":"p","hint":"h"}""")]
    public void Message_ReadAndWritten_IsTheSame(Type type, string wire)
    {
        var information = ProtocolJsonContext.Default.GetTypeInfo(type)!;

        var message = JsonSerializer.Deserialize(wire, information);

        JsonSerializer.Serialize(message, information).ShouldBe(wire);
    }
}
