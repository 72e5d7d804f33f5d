using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Speckit.Protocol.Messages;

namespace Speckit.Protocol.Tests.Messages;

public class MessageTests
{
    /// <summary>The methods of the design's tables, by hand: a renamed constant must not pass.</summary>
    private static readonly string[] s_methods =
    [
        "initialize",
        "configure",
        "activate",
        "deactivate",
        "shutdown",
        "command/run",
        "hook/invoke",
        "phase/before",
        "phase/after",
        "phase/replace",
        "integration/sync",
        "stack/isCompatible",
        "stack/configuration",
        "stack/scaffold",
        "outcome/validate",
        "outcome/defaultStack",
        "outcome/acceptance",
        "guardrail/check",
        "template/context",
        "template/postProcess",
        "migrate/config",
        "migrate/data",
        "project/glob",
        "project/readFile",
        "project/changedFiles",
        "project/writeFile",
        "project/createDirectory",
        "backlog/list",
        "backlog/get",
        "backlog/create",
        "backlog/update",
        "shell/run",
        "http/send",
        "environment/get",
        "events/emit",
        "events/subscribe",
        "console/write",
        "console/finding",
        "progress/report",
        "config/get",
        "log/write",
        "$/cancel",
    ];

    [Fact]
    public void Methods_AreThoseOfTheDesign() =>
        typeof(Methods)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!)
            .ShouldBe(s_methods, ignoreOrder: true);

    [Fact]
    public void ProtocolJsonContext_KnowsEveryMessage()
    {
        var messages = typeof(Methods)
            .Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(Methods).Namespace && type.IsPublic && !type.IsAbstract)
            .Where(type => type.GetMethod("<Clone>$") is not null);

        messages.ShouldAllBe(type => ProtocolJsonContext.Default.GetTypeInfo(type) != null);
    }

    [Fact]
    public void CommandRunParams_RoundTrip_KeepsOptionKinds()
    {
        const string Text =
            """{"name":"a:b","arguments":["x"],"options":{"flag":true,"level":"high","tag":["a","b"]}}""";

        var parameters = Read(Text, ProtocolJsonContext.Default.CommandRunParams);

        parameters.Options["flag"].GetBoolean().ShouldBeTrue();
        parameters.Options["tag"].GetArrayLength().ShouldBe(2);
        JsonSerializer.Serialize(parameters, ProtocolJsonContext.Default.CommandRunParams).ShouldBe(Text);
    }

    [Fact]
    public void EventEnvelope_WithoutOptionalMembers_LeavesThemOut()
    {
        var envelope = new EventEnvelope(
            "evt_1",
            "workflow.implement.completed",
            "1.0",
            new DateTimeOffset(2026, 4, 19, 8, 0, 0, TimeSpan.Zero),
            "demo",
            "core"
        );

        JsonSerializer
            .Serialize(envelope, ProtocolJsonContext.Default.EventEnvelope)
            .ShouldBe(
                """{"id":"evt_1","type":"workflow.implement.completed","version":"1.0","time":"2026-04-19T08:00:00+00:00","project":"demo","source":"core"}"""
            );
    }

    [Fact]
    public void Finding_WithMembersOfLaterVersions_IsRead()
    {
        const string Text =
            """{"rule":"r","severity":"high","title":"t","description":"d","file":"f","line":3,"later":{"x":1}}""";

        Read(Text, ProtocolJsonContext.Default.Finding).Line.ShouldBe(3);
    }

    [Theory]
    [InlineData("""{"arguments":[],"options":{}}""")]
    [InlineData("""{"name":null,"arguments":[],"options":{}}""")]
    [InlineData("""{"name":"x","arguments":"y","options":{}}""")]
    public void CommandRunParams_RequiredMemberMissing_IsRefused(string text) =>
        Should.Throw<JsonException>(() => Read(text, ProtocolJsonContext.Default.CommandRunParams));

    private static T Read<T>(string text, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(text, type)!;
}
