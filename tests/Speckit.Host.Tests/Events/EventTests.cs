using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Host.Events;
using Speckit.Host.Tests.Support;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Tests.Events;

public sealed class EventTests
{
    [Theory]
    [InlineData("a.b", "a.b", true)]
    [InlineData("a.b", "a.c", false)]
    [InlineData("a.b", "a", false)]
    [InlineData("a.b", "a.b.c", false)]
    [InlineData("a.*", "a.b", true)]
    [InlineData("a.*", "a", false)]
    [InlineData("a.*", "a.b.c", false)]
    [InlineData("*.b", "a.b", true)]
    [InlineData("a.**", "a.b.c", true)]
    [InlineData("a.**", "a.b", true)]
    [InlineData("a.**", "a", false)]
    [InlineData("**", "a.b", true)]
    [InlineData("a.**.c", "a.b.c", false)]
    [InlineData("A.b", "a.b", false)]
    public void EventPattern_Matches_AsTheProtocolSays(string pattern, string name, bool expected) =>
        EventPattern.Matches(pattern, name).ShouldBe(expected);

    [Theory]
    [InlineData(null, true)]
    [InlineData("{}", true)]
    [InlineData("""{"feature":"auth"}""", true)]
    [InlineData("""{"taskId":"task-1"}""", true)]
    [InlineData("""{"source":"core"}""", true)]
    [InlineData("""{"feature":"other"}""", false)]
    [InlineData("""{"priority":"high"}""", true)]
    [InlineData("""{"priority":["low","high"]}""", true)]
    [InlineData("""{"priority":["low"]}""", false)]
    [InlineData("""{"priority":[]}""", false)]
    [InlineData("""{"count":3}""", true)]
    [InlineData("""{"count":"3"}""", false)]
    [InlineData("""{"priority":"high","count":4}""", false)]
    [InlineData("""{"absent":null}""", true)]
    [InlineData("""{"absent":1}""", false)]
    public void EventFilter_Matches_PropertiesOfPayloadAndEnvelope(string? filter, bool expected)
    {
        var json = filter is null ? null : JsonNode.Parse(filter)!.AsObject();

        EventFilter.Matches(json, Envelope("""{"priority":"high","count":3}""")).ShouldBe(expected);
    }

    [Fact]
    public void EventFilter_PayloadIsNoObject_OnlyTheEnvelopeCounts()
    {
        EventFilter.Matches(new JsonObject { ["feature"] = "auth" }, Envelope("[1]")).ShouldBeTrue();
        EventFilter.Matches(new JsonObject { ["priority"] = "high" }, Envelope("[1]")).ShouldBeFalse();
    }

    [Fact]
    public void Ulid_New_SortsByTimeAndRepeatsNever()
    {
        var clock = new StepClock();
        var ids = Enumerable.Range(0, 2000).Select(_ => Ulid.New(clock)).ToArray();

        ids.ShouldAllBe(id => id.Length == 26 && id.All(c => "0123456789ABCDEFGHJKMNPQRSTVWXYZ".Contains(c)));
        ids.ShouldBe(ids.Order(StringComparer.Ordinal));
        ids.Distinct().Count().ShouldBe(2000);
        ids.ShouldAllBe(id => id[0] <= '7');
    }

    [Fact]
    public async Task Publish_Always_JournalsThenQueues()
    {
        using var project = new TestProject();
        using var payload = JsonDocument.Parse("""{"a":1}""");

        var id = await project.Host.Events.PublishAsync(
            "plugin.x",
            "tool",
            payload.RootElement,
            "auth",
            "task-1",
            default
        );

        project.Host.Events.TryTake(out var taken).ShouldBeTrue();
        taken.Id.ShouldBe(id);
        id.ShouldStartWith("evt_");
        var line = JsonNode.Parse(project.EventLines.Single())!;
        line["id"]!.GetValue<string>().ShouldBe(id);
        line["version"]!.GetValue<string>().ShouldBe("1.0");
        line["project"]!.GetValue<string>().ShouldBe("project");
        line["feature"]!.GetValue<string>().ShouldBe("auth");
        line["taskId"]!.GetValue<string>().ShouldBe("task-1");
        line["payload"]!["a"]!.GetValue<int>().ShouldBe(1);
        project.Host.Events.TryTake(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Publish_ManyAtOnce_TearsNoLine()
    {
        using var project = new TestProject();
        var other = project.CreateHost();

        await Task.WhenAll(
            Enumerable
                .Range(0, 60)
                .Select(i =>
                    Task.Run(() => (i % 2 == 0 ? project.Host : other).Events.CoreAsync("system.init", [], default))
                )
        );

        project.EventLines.Count.ShouldBe(60);
        project.EventLines.ShouldAllBe(line => JsonNode.Parse(line, null, default) != null);
    }

    private static EventEnvelope Envelope(string payload)
    {
        using var json = JsonDocument.Parse(payload);
        return new(
            "evt_1",
            "a.b",
            "1.0",
            DateTimeOffset.UnixEpoch,
            "p",
            "core",
            "auth",
            "task-1",
            json.RootElement.Clone()
        );
    }

    /// <summary>A millisecond later at each look.</summary>
    private sealed class StepClock : TimeProvider
    {
        private long _now = 1_800_000_000_000;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(_now++);
    }
}
