using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Speckit.EndToEnd.Telemetry;

/// <summary>The native binary and a server on this machine: what leaves, when nothing leaves, and that nobody waits for it.</summary>
/// <param name="project">The project.</param>
public sealed partial class TelemetryTests(QuickProject project) : IClassFixture<QuickProject>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Run_AfterConsent_TellsFiveFieldsInTheBackgroundAndNothingElse()
    {
        await using var collector = new Collector();
        await project.ResetAsync(collector.Url + "/in");
        (await project.SpecifyAsync(["telemetry", "enable"])).ExitCode.ShouldBe(3, "nobody can be asked");
        (await project.RunAsync()).ShouldSucceed();
        await project.EnableAsync();
        (await project.RunAsync()).ShouldSucceed();

        await UntilAsync(() => !collector.Requests.IsEmpty);
        await UntilAsync(() => project.FindSender() is null);

        var request = collector.Requests.Single();
        Whole().IsMatch(request).ShouldBeTrue(request);
        request.ShouldContain($"Content-Length: {request.Split("\r\n\r\n")[1].Length}\r\n");
        Directory.GetFiles(project.Folder, "*.jsonl").ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_HttpsServer_IsToldOnlyWhenItsCertificateIsTrusted()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("SSL_CERT_FILE names who is trusted on Linux alone");
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = SelfSigned(key);
        var trusted = Path.Combine(project.Home, "trusted.pem");
        await File.WriteAllTextAsync(
            trusted,
            certificate.ExportCertificatePem(),
            TestContext.Current.CancellationToken
        );
        await using var collector = new Collector { Certificate = certificate };
        await project.ResetAsync(collector.Url + "/in");
        await project.EnableAsync();

        (await project.RunAsync()).ShouldSucceed();
        await UntilAsync(() => collector.Connections == 1 && project.FindSender() is null);
        collector.Requests.ShouldBeEmpty();
        project.LetTheHourPass();
        (await project.RunAsync("SSL_CERT_FILE", trusted)).ShouldSucceed();
        await UntilAsync(() => collector.Requests.Count == 2);

        collector.Requests.ShouldAllBe(request => Whole().IsMatch(request));
    }

    [Theory]
    [InlineData("default")]
    [InlineData("disabled")]
    [InlineData("DO_NOT_TRACK")]
    [InlineData("CI")]
    [InlineData("project says true")]
    [InlineData("project says false")]
    [InlineData("help and mistakes")]
    public async Task Off_In20Runs_IsNoConnectionNoProcessAndNoFile(string reason)
    {
        await using var collector = new Collector();
        await project.ResetAsync(collector.Url);
        if (reason is not ("default" or "project says true"))
        {
            await project.EnableAsync();
        }

        if (reason == "disabled")
        {
            (await project.SpecifyAsync(["telemetry", "disable"])).ShouldSucceed();
        }

        if (reason.StartsWith("project", StringComparison.Ordinal))
        {
            var says = reason.EndsWith("true", StringComparison.Ordinal) ? "true" : "false";
            File.WriteAllText(
                project.ProjectConfig,
                $"telemetry: {{ enabled: {says}, endpoint: '{collector.Url}' }}\n"
            );
        }

        var before = Files();
        for (var i = 0; i < 20; i++)
        {
            await RunOffAsync(reason, i);
        }

        project.FindSender().ShouldBeNull();
        Files().ShouldBe(before);
        collector.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task Run_ServerThatNeverAnswers_IsOverBeforeTheSenderIsWhichHoldsNothingOfIt()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("it looks into /proc");
        }

        await using var collector = new Collector { Answer = null };
        await project.ResetAsync(collector.Url);
        await project.EnableAsync();

        // The run's output is read to its end: whoever held it would be waited for.
        (await project.RunAsync("SPECKIT_TOKEN", "s3cret")).ShouldSucceed();
        await UntilAsync(() => !collector.Requests.IsEmpty);

        var sender = project
            .FindSender()
            .ShouldNotBeNull("it is still waiting for the answer that the run did not wait for");
        File.ReadAllText($"/proc/{sender}/stat").Split(' ')[5].ShouldBe($"{sender}", "it leads a session of its own");
        File.ReadAllText($"/proc/{sender}/environ").ShouldNotContain("s3cret");
        File.ResolveLinkTarget($"/proc/{sender}/cwd", returnFinalTarget: false)!.FullName.ShouldBe("/");
        await UntilAsync(() => project.FindSender() is null);
        collector.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Run_SenderKilledHalfway_LosesNothingElseAndTellsNothingTwice()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("it looks into /proc");
        }

        await using var collector = new Collector { Answer = null };
        await project.ResetAsync(collector.Url);
        await project.EnableAsync();
        (await project.RunAsync()).ShouldSucceed();
        await UntilAsync(() => !collector.Requests.IsEmpty);
        using (var sender = Process.GetProcessById(project.FindSender().ShouldNotBeNull()))
        {
            (await project.RunAsync()).ShouldSucceed();
            sender.Kill();
        }

        await UntilAsync(() => project.FindSender() is null);
        collector.Answer = "200 OK";
        project.LetTheHourPass();
        (await project.RunAsync()).ShouldSucceed();
        await UntilAsync(() => collector.Requests.Count == 2);
        await UntilAsync(() => project.FindSender() is null);

        collector.Requests.Sum(Events).ShouldBe(3, "three runs, each told once");
        Directory.GetFiles(project.Folder, "*.jsonl").ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_ManyAtOnce_RecordsEachWhole()
    {
        await using var collector = new Collector { Answer = "503 Service Unavailable" };
        await project.ResetAsync(collector.Url);
        await project.EnableAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => (await project.RunAsync()).ShouldSucceed()));
        await UntilAsync(() => !collector.Requests.IsEmpty && project.FindSender() is null);

        Directory.GetFiles(project.Folder, "*.jsonl").Sum(f => Events(File.ReadAllText(f))).ShouldBe(8);
        collector.Requests.Count.ShouldBe(1, "one sender an hour");
    }

    private async Task RunOffAsync(string reason, int round)
    {
        if (reason != "help and mistakes")
        {
            (await project.RunAsync(reason is "DO_NOT_TRACK" or "CI" ? reason : null)).ShouldSucceed();
            return;
        }

        string[] arguments = (round % 4) switch
        {
            0 => ["--help"],
            1 => ["run", QuickPlugin.Command, "--help"],
            2 => ["run", "e2e:quack"],
            _ => ["plugin", "list"],
        };
        _ = await project.SpecifyAsync(arguments);
    }

    private static X509Certificate2 SelfSigned(ECDsa key)
    {
        var request = new CertificateRequest("CN=collector", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private string[] Files() => Directory.Exists(project.Folder) ? [.. Directory.GetFiles(project.Folder).Order()] : [];

    private static int Events(string text) => Regex.Count(text, "\"plugin_name\"", RegexOptions.NonBacktracking);

    private static async Task UntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            watch.Elapsed.ShouldBeLessThan(Soon);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    [GeneratedRegex(
        """^POST /in HTTP/1\.1\r\nHost: 127\.0\.0\.1:[0-9]+\r\nContent-Type: application/json\r\nContent-Length: [0-9]+\r\n\r\n\[\{"plugin_name":"quick","plugin_version":"1\.0\.0","command_invoked":"e2e:quick","success":true,"execution_duration":[0-9]+\}\]$""",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Whole();
}
