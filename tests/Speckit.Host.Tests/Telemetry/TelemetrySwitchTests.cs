using Speckit.Host.Telemetry;

namespace Speckit.Host.Tests.Telemetry;

/// <summary>Off until the user says yes, whatever a file says; and off means that there is no file and no connection.</summary>
public sealed class TelemetrySwitchTests
{
    private const int Runs = 20;

    public static TheoryData<string> Reasons =>
        [
            "never asked",
            "withdrawn",
            "user's file says true",
            "user's file says false",
            "user's file has a mistake",
            "another endpoint",
            "another registry",
            "project says true",
            "project has a consent",
            "project says false",
            "project says nothing clear",
            "project's file is broken",
            "DO_NOT_TRACK",
            "CI",
            "GITHUB_ACTIONS",
            "machine's policy",
            "user's policy",
            "project's policy",
            "broken policy",
            "consent to other fields",
            "broken consent",
        ];

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Off_ForAnyReason_IsNoFileAndNoConnectionIn20Runs(string reason)
    {
        await using var collector = new Collector();
        using var home = new TelemetryHome();
        home.Configure($"telemetry: {{ endpoint: '{collector.Url}' }}");
        await TurnOffAsync(home, collector, reason);
        var before = FilesOf(home);

        for (var i = 0; i < Runs; i++)
        {
            (await home.RecordAsync()).ShouldBeFalse();
            (await home.SendAsync()).ShouldBe(0);
        }

        home.State.IsOn.ShouldBeFalse();
        home.State.WhyOff.ShouldNotBeNullOrEmpty();
        FilesOf(home).ShouldBe(before);
        collector.Connections.ShouldBe(0);
    }

    [Theory]
    [InlineData("agents: [claude]")]
    [InlineData("telemetry: { enabled: true }")]
    [InlineData("telemetry: { endpoint: 'https://elsewhere.example' }")]
    [InlineData("telemetry: {}")]
    [InlineData("note: 'C:\\telemetry'")]
    public async Task On_ProjectThatDoesNotSayNo_StaysOn(string config)
    {
        using var home = new TelemetryHome();
        await home.ConsentAsync();
        File.WriteAllText(home.Host.Project.ConfigFile, config);

        home.State.IsOn.ShouldBeTrue(home.State.WhyOff);
        home.State.Settings!.Endpoint.ShouldBe(TelemetrySettings.Default.Endpoint);
    }

    [Theory]
    [InlineData("DO_NOT_TRACK", "0")]
    [InlineData("DO_NOT_TRACK", "")]
    [InlineData("CI", "false")]
    public async Task On_VariablesThatSayNo_StayOn(string name, string value)
    {
        using var home = new TelemetryHome();
        await home.ConsentAsync();
        home.Variables[name] = value;

        home.State.IsOn.ShouldBeTrue(home.State.WhyOff);
    }

    [Fact]
    public async Task On_PolicyThatSaysTrue_TurnsNothingOn()
    {
        using var home = new TelemetryHome();
        File.WriteAllText(home.Host.Project.PolicyFile, "plugin_policy: { telemetry: { enabled: true } }");

        home.State.IsOn.ShouldBeFalse();
        await home.ConsentAsync();
        home.State.IsOn.ShouldBeTrue(home.State.WhyOff);
    }

    [Fact]
    public async Task Consent_ToAnotherEndpoint_DeletesWhatWasRecordedForTheFirst()
    {
        using var home = new TelemetryHome();
        await home.ConsentAsync();
        await home.RecordAsync();
        home.Configure("telemetry: { endpoint: 'https://elsewhere.example' }");

        await home.ConsentAsync();

        home.State.IsOn.ShouldBeTrue(home.State.WhyOff);
        home.Control.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Consent_ThenFewerRegistries_StillCovers()
    {
        using var home = new TelemetryHome();
        home.Configure("telemetry: { registries: ['https://a.example', 'https://b.example/'] }");
        await home.ConsentAsync();
        home.Configure("telemetry: { registries: ['https://b.example'] }");

        home.State.IsOn.ShouldBeTrue(home.State.WhyOff);
    }

    [Fact]
    public async Task Withdraw_WithRecords_DeletesTheFolderAndSaysHowMany()
    {
        using var home = new TelemetryHome();
        await home.ConsentAsync();
        await home.RecordAsync();
        await home.RecordAsync();

        (await home.Control.WithdrawAsync(TestContext.Current.CancellationToken)).ShouldBe(2);

        Directory.Exists(home.Folder).ShouldBeFalse();
        (await home.Control.WithdrawAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
    }

    private static async Task TurnOffAsync(TelemetryHome home, Collector collector, string reason)
    {
        var (user, project) = (home.Host.User, home.Host.Project);
        if (reason is not ("never asked" or "project says true" or "user's file says true" or "project has a consent"))
        {
            await home.ConsentAsync();
            home.State.IsOn.ShouldBeTrue(home.State.WhyOff);
        }

        switch (reason)
        {
            case "withdrawn":
                await home.Control.WithdrawAsync(CancellationToken.None);
                break;
            case "user's file says true":
                home.Configure($"telemetry: {{ enabled: true, endpoint: '{collector.Url}' }}");
                break;
            case "user's file says false":
                home.Configure($"telemetry: {{ enabled: false, endpoint: '{collector.Url}' }}");
                break;
            case "user's file has a mistake":
                home.Configure($"telemetry: {{ enable: false, endpoint: '{collector.Url}' }}");
                break;
            case "another endpoint":
                home.Configure($"telemetry: {{ endpoint: '{collector.Url}/other' }}");
                break;
            case "another registry":
                home.Configure(
                    $"telemetry: {{ endpoint: '{collector.Url}', registries: ['{TelemetryHome.Registry}', 'https://plugins.company.com'] }}"
                );
                break;
            case "project says true":
                File.WriteAllText(
                    project.ConfigFile,
                    $"telemetry: {{ enabled: true, user_consent: {{ required: false }}, endpoint: '{collector.Url}' }}"
                );
                break;
            case "project has a consent":
                Directory.CreateDirectory(Path.Combine(project.Directory, "telemetry"));
                File.WriteAllText(
                    Path.Combine(project.Directory, "telemetry", "consent.json"),
                    $$"""{"endpoint":"{{collector.Url}}/","registries":["{{TelemetryHome.Registry}}"],"fields":["plugin_name","plugin_version","command_invoked","success","execution_duration"]}"""
                );
                break;
            case "project says false":
                File.WriteAllText(project.ConfigFile, "agents: []\ntelemetry:\n  enabled: false\n");
                break;
            case "project says nothing clear":
                File.WriteAllText(project.ConfigFile, "telemetry: off");
                break;
            case "project's file is broken":
                File.WriteAllText(project.ConfigFile, "telemetry: { enabled: true");
                break;
            case "DO_NOT_TRACK" or "CI" or "GITHUB_ACTIONS":
                home.Variables[reason] = "true";
                break;
            case "machine's policy":
                Directory.CreateDirectory(Path.GetDirectoryName(user.SystemPolicyFile)!);
                File.WriteAllText(user.SystemPolicyFile, "plugin_policy: { telemetry: { enabled: false } }");
                break;
            case "user's policy":
                File.WriteAllText(user.PolicyFile, "plugin_policy: { \"tele\\x6detry\": { enabled: false } }");
                break;
            case "project's policy":
                // A project can turn it off for itself; the sender, which is in no project, then has nothing to send.
                File.WriteAllText(project.PolicyFile, "plugin_policy: { telemetry: { enabled: false } }");
                break;
            case "broken policy":
                File.WriteAllText(user.PolicyFile, "plugin_policy: { telemetry: { enabled: maybe } }");
                break;
            case "consent to other fields":
                var consent = Path.Combine(home.Folder, "consent.json");
                File.WriteAllText(consent, File.ReadAllText(consent).Replace("plugin_version", "user_name"));
                break;
            case "broken consent":
                File.WriteAllText(Path.Combine(home.Folder, "consent.json"), "{\"endpoint\":");
                break;
            default:
                break;
        }
    }

    private static string[] FilesOf(TelemetryHome home) =>
        Directory.Exists(home.Folder)
            ? [.. Directory.GetFiles(home.Folder).Order().Select(f => $"{f} {File.ReadAllText(f)}")]
            : [];
}
