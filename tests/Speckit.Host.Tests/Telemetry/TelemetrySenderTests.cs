using System.Text.Json;
using Speckit.Host.Telemetry;

namespace Speckit.Host.Tests.Telemetry;

/// <summary>What leaves the machine, to the byte, and what becomes of what does not arrive.</summary>
public sealed class TelemetrySenderTests
{
    private const string Line =
        """{"plugin_name":"demo","plugin_version":"1.0.0","command_invoked":"demo:hello","success":true,"execution_duration":12}""";

    [Fact]
    public async Task Send_Https_IsTheFiveFieldsAndNothingElse()
    {
        await using var collector = new Collector();
        using var home = await HomeAsync(collector, "https", "/in");
        await home.RecordAsync();
        await home.RecordAsync(succeeded: false);

        (await home.SendAsync()).ShouldBe(2);

        var body = $"[{Line},{Line.Replace("true", "false")}]";
        collector
            .Requests.Single()
            .ShouldBe(
                $"POST /in HTTP/1.1\r\nHost: {new Uri(collector.Url).Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"
            );
    }

    [Fact]
    public async Task Send_Otlp_IsLogRecordsWithFiveAttributesAndNothingElse()
    {
        await using var collector = new Collector();
        using var home = await HomeAsync(collector, "otlp");
        await home.RecordAsync();

        (await home.SendAsync()).ShouldBe(1);

        const string Body =
            """{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"attributes":[{"key":"plugin_name","value":{"stringValue":"demo"}},{"key":"plugin_version","value":{"stringValue":"1.0.0"}},{"key":"command_invoked","value":{"stringValue":"demo:hello"}},{"key":"success","value":{"boolValue":true}},{"key":"execution_duration","value":{"intValue":"12"}}]}]}]}]}""";
        collector
            .Requests.Single()
            .ShouldBe(
                $"POST /v1/logs HTTP/1.1\r\nHost: {new Uri(collector.Url).Authority}\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"
            );
    }

    [Fact]
    public async Task Send_WhatSomebodyElseWroteIntoTheSpool_StaysThere()
    {
        await using var collector = new Collector();
        using var home = await HomeAsync(collector, "https");
        await home.RecordAsync();
        File.AppendAllLines(
            home.Files.Spool,
            [
                Line.Replace("}", ",\"user\":\"ada\"}"),
                Line.Replace("\"demo\"", "\"@company/demo\""),
                Line.Replace("demo:hello", "demo:hello --token s3cret"),
                Line.Replace("1.0.0", "s3cret"),
                Line.Replace("12", "-1"),
                "{\"user\":\"ada\"}",
                "not json",
                "",
            ]
        );

        (await home.SendAsync()).ShouldBe(1);

        collector.Requests.Single().Split("\r\n\r\n")[1].ShouldBe($"[{Line}]");
    }

    [Fact]
    public async Task Send_Arrived_IsNeverSentAgain()
    {
        await using var collector = new Collector();
        using var home = await HomeAsync(collector);
        await home.RecordAsync();

        (await home.SendAsync()).ShouldBe(1);
        (await home.SendAsync()).ShouldBe(0);

        collector.Connections.ShouldBe(1);
        Directory.GetFiles(home.Folder).Select(Path.GetFileName).ShouldNotContain(f => f!.EndsWith(".jsonl"));
    }

    [Theory]
    [InlineData("500 Internal Server Error")]
    [InlineData("429 Too Many Requests")]
    [InlineData("400 Bad Request")]
    [InlineData("302 Found\r\nLocation: http://127.0.0.1:1/")]
    public async Task Send_Refused_IsKeptAndSentLaterOnce(string answer)
    {
        await using var collector = new Collector { Answer = answer };
        using var home = await HomeAsync(collector);
        (await home.RecordAsync()).ShouldBeTrue("the first is due at once");

        (await home.SendAsync()).ShouldBe(0);
        home.Control.Waiting.ShouldBe(1);
        (await home.RecordAsync()).ShouldBeFalse();
        home.Clock.Offset = TimeSpan.FromHours(1.5);
        (await home.RecordAsync()).ShouldBeFalse("after a failure the hour doubles");
        home.Clock.Offset = TimeSpan.FromHours(2.5);
        (await home.RecordAsync()).ShouldBeTrue();
        collector.Answer = "200 OK";
        (await home.SendAsync()).ShouldBe(4);

        collector.Connections.ShouldBe(3, "the kept batch and what came later are two");
        home.Control.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Send_NobodyListens_KeepsIt()
    {
        string url;
        await using (var collector = new Collector())
        {
            url = collector.Url;
        }

        using var home = new TelemetryHome();
        home.Configure($"telemetry: {{ endpoint: '{url}' }}");
        await home.ConsentAsync();
        await home.RecordAsync();

        (await home.SendAsync()).ShouldBe(0);

        File.Exists(home.Files.Batch).ShouldBeTrue();
        home.Control.Waiting.ShouldBe(1);
    }

    [Fact]
    public async Task Send_NoAnswer_EndsInTimeAndMayHaveArrivedSoIsNotSentAgain()
    {
        await using var collector = new Collector { Answer = null };
        using var home = await HomeAsync(collector);
        await home.RecordAsync();

        // What waits for an answer is the sender's own limit; this one only says that there is one.
        (await home.SendAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ShouldBe(0);

        collector.Requests.Count.ShouldBe(1);
        home.Control.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Send_AfterAKilledSender_LosesNothingThatDidNotLeaveAndRepeatsNothingThatDid()
    {
        await using var collector = new Collector();
        using var home = await HomeAsync(collector);
        await home.RecordAsync(command: "demo:left");
        File.Move(home.Files.Spool, home.Files.InFlight);
        await home.RecordAsync(command: "demo:stayed");
        File.Move(home.Files.Spool, home.Files.Batch);
        await home.RecordAsync(command: "demo:new");

        (await home.SendAsync()).ShouldBe(2);

        var told = string.Concat(collector.Requests);
        told.ShouldContain("demo:stayed");
        told.ShouldContain("demo:new");
        told.ShouldNotContain("demo:left");
    }

    [Fact]
    public async Task Send_OlderThanSevenDays_IsDeleted()
    {
        await using var collector = new Collector();
        using var home = await HomeAsync(collector);
        await home.RecordAsync();
        File.Move(home.Files.Spool, home.Files.Batch);
        home.Clock.Offset = TimeSpan.FromDays(7.1);

        (await home.SendAsync()).ShouldBe(0);

        collector.Connections.ShouldBe(0);
        home.Control.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Send_AnotherSenderAtWork_LeavesItToThatOne()
    {
        await using var collector = new Collector();
        using var home = await HomeAsync(collector);
        await home.RecordAsync();
        using (SpoolFolder.TryHold(home.Files.SenderLock))
        {
            (await home.SendAsync()).ShouldBe(0);
        }

        collector.Connections.ShouldBe(0);
        (await home.SendAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Send_WithdrawnWhileSending_LeavesNoFile()
    {
        await using var collector = new Collector { Answer = "503 Service Unavailable" };
        using var home = await HomeAsync(collector);
        await home.RecordAsync();
        collector.Arrived = () => File.Delete(Path.Combine(home.Folder, "consent.json"));

        (await home.SendAsync()).ShouldBe(0);
        await home.Control.WithdrawAsync(TestContext.Current.CancellationToken);

        Directory.Exists(home.Folder).ShouldBeFalse();
    }

    [Fact]
    public async Task Leave_WithdrawnWhileConnecting_SendsNothing()
    {
        using var home = new TelemetryHome();
        await home.ConsentAsync();
        await home.RecordAsync();
        var batch = new UsageBatch(home.Files, new TelemetryConsentFile(home.Host.User), home.Clock);
        (await batch.TakeAsync(TestContext.Current.CancellationToken)).Length.ShouldBe(1);
        await home.Control.WithdrawAsync(TestContext.Current.CancellationToken);

        await Should.ThrowAsync<IOException>(() => batch.LeaveAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("DO_NOT_TRACK")]
    [InlineData("CI")]
    public async Task Send_TurnedOffAfterRecording_ConnectsToNobody(string variable)
    {
        await using var collector = new Collector();
        using var home = await HomeAsync(collector);
        await home.RecordAsync();
        home.Variables[variable] = "1";

        (await home.SendAsync()).ShouldBe(0);

        collector.Connections.ShouldBe(0);
        home.Control.Waiting.ShouldBe(1);
    }

    [Fact]
    public void Write_Otlp_IsJsonThatAStrictReaderTakes()
    {
        var usage = new UsageEvent("demo", "1.0.0-rc.1", "demo:hello", false, long.MaxValue);

        using var document = JsonDocument.Parse(UsageContent.Write([usage, usage], TelemetryProtocol.Otlp));

        var records = document.RootElement.GetProperty("resourceLogs")[0].GetProperty("scopeLogs")[0];
        records.GetProperty("logRecords").GetArrayLength().ShouldBe(2);
    }

    private static async Task<TelemetryHome> HomeAsync(Collector collector, string protocol = "otlp", string path = "")
    {
        var home = new TelemetryHome();
        home.Configure($"telemetry: {{ endpoint: '{collector.Url}{path}', protocol: {protocol} }}");
        await home.ConsentAsync();
        return home;
    }
}
