using System.Net;
using System.Net.Sockets;

namespace Speckit.EndToEnd;

/// <summary>Wrong input of any kind: one clear message, the right exit code, no stack trace, nothing changed.</summary>
public sealed class WrongInputTests
{
    [Theory]
    [InlineData(2, "SPK9001", "plugin", "lst")]
    [InlineData(2, "SPK9001", "plugin", "install")]
    [InlineData(2, "SPK9001", "plugin", "install", "a", "b")]
    [InlineData(2, "SPK9001", "plugin", "enable", "UPPER CASE")]
    [InlineData(2, "SPK9001", "--no-such-option")]
    [InlineData(2, "SPK5004", "plugin", "enable", "absent")]
    [InlineData(2, "SPK5004", "plugin", "remove", "absent")]
    [InlineData(2, "SPK5005", "plugin", "install", "./absent.tar.gz")]
    [InlineData(2, "SPK5005", "plugin", "install", "Not A Name")]
    [InlineData(2, "SPK6001", "run", "no:such-command")]
    [InlineData(2, "SPK4020", "plugin", "search", "x")]
    [InlineData(4, "SPK4001", "plugin", "search", "x", "--registry", "http://127.0.0.1:1")]
    [InlineData(2, "SPK4007", "plugin", "search", "x", "--registry", "http://example.com")]
    public async Task Command_WithWrongInput_SaysSoAndChangesNothing(
        int exitCode,
        string code,
        params string[] arguments
    )
    {
        using var sandbox = await new Sandbox().InitializeAsync();
        var before = Snapshot(sandbox.Project);
        var finished = await sandbox.SpecifyAsync(arguments);
        ShouldBeClear(finished, exitCode, code);
        Snapshot(sandbox.Project).ShouldBe(before);
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("empty")]
    [InlineData("text")]
    [InlineData("trailing")]
    public async Task Install_OfADamagedArchive_IsRefused(string damage)
    {
        using var sandbox = await new Sandbox().InitializeAsync();
        var package = await sandbox.PackAgentAsync("damaged");
        var bytes = File.ReadAllBytes(package);
        File.WriteAllBytes(
            package,
            damage switch
            {
                "truncated" => bytes[..(bytes.Length / 2)],
                "empty" => [],
                "text" => "not an archive"u8.ToArray(),
                _ => [.. bytes, 1, 2, 3],
            }
        );
        var before = Snapshot(sandbox.Project);
        ShouldBeClear(await sandbox.SpecifyAsync("plugin", "install", package, "--yes"), null, "SPK20");
        Snapshot(sandbox.Project).ShouldBe(before);
    }

    /// <summary>In containers the home folder often is not there. Then a project's folder must not be taken for the user's: what a checkout brings
    /// would be the user's settings, keys and consents.</summary>
    [Fact]
    public async Task Home_NotThere_IsNotTheProject()
    {
        using var sandbox = await new Sandbox().InitializeAsync();
        var home = Path.Combine(sandbox.Work, "no-home");

        var made = await Tools.RunAsync(Tools.Specify, ["plugin", "keygen"], sandbox.Project, home);

        made.ShouldSucceed();
        Directory.Exists(Path.Combine(sandbox.Project, ".specify", "keys")).ShouldBeFalse();
        File.Exists(Path.Combine(home, ".specify", "keys", "private.pem")).ShouldBeTrue();
    }

    [Fact]
    public async Task Install_WithAnotherPackagesSignature_IsRefusedWith3()
    {
        using var sandbox = await new Sandbox().InitializeAsync();
        var signed = await sandbox.PackAgentAsync("signed");
        var other = await sandbox.PackAgentAsync("other");
        (await sandbox.SpecifyAsync("plugin", "keygen")).ShouldSucceed();
        (await sandbox.SpecifyAsync("plugin", "sign", signed)).ShouldSucceed();
        File.Copy(signed + ".sig", other + ".sig");
        ShouldBeClear(await sandbox.SpecifyAsync("plugin", "install", other, "--yes"), 3, "SPK30");
        ShouldBeClear(await sandbox.SpecifyAsync("plugin", "verify", other), 3, "SPK30");
        File.Exists(sandbox.LockFile).ShouldBeFalse();
    }

    [Fact]
    public async Task Validate_OfABrokenManifest_NamesEveryMistakeWithItsPlace()
    {
        using var sandbox = await new Sandbox().InitializeAsync();
        File.WriteAllText(
            Path.Combine(sandbox.Project, "plugin.yaml"),
            "apiVersion: speckit.dev/v1\nkind: Plugin\nmetadata:\n  name: Bad Name\n  version: 1.0\n  autor: me\n"
        );
        var finished = await sandbox.SpecifyAsync("plugin", "validate");
        ShouldBeClear(finished, 2, "SPK1027");
        finished.Error.ShouldContain("plugin.yaml:4:9");
        finished.Error.ShouldContain("plugin.yaml:5:12");
        finished.Error.ShouldContain("plugin.yaml:6:3");
        finished.Error.ShouldContain("author");
    }

    [Fact]
    public async Task Registry_OnATakenPort_SaysSo()
    {
        using var sandbox = new Sandbox();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var finished = await Tools.RunAsync(
            Tools.Registry,
            ["--data", Path.Combine(sandbox.Work, "data"), "--urls", $"http://127.0.0.1:{port}"],
            sandbox.Work,
            sandbox.Home
        );
        finished.ExitCode.ShouldBeInRange(1, 2, finished.All);
        finished.Error.ShouldContain($"{port}");
        finished.All.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Run_OfACheckoutThatNobodyConsentedTo_IsRefusedUntilTrusted()
    {
        using var sandbox = await new Sandbox().InitializeAsync();
        var package = await sandbox.PackAsync(SleepingPlugin.Write(sandbox.Work));
        (await sandbox.SpecifyAsync("plugin", "install", package, "--yes")).ShouldSucceed();
        Directory.Delete(Path.Combine(sandbox.Home, ".specify", "trust"), recursive: true);
        ShouldBeClear(await sandbox.SpecifyAsync("plugin", "enable", "sleeper"), 3, "SPK5013");
        ShouldBeClear(await sandbox.SpecifyAsync("trust"), 3, "SPK5011");
        (await sandbox.SpecifyAsync("trust", "--yes")).ShouldSucceed();
        (await sandbox.SpecifyAsync("plugin", "enable", "sleeper")).ShouldSucceed();
    }

    [Fact]
    public async Task Enable_OfAChangedPlugin_IsRefused()
    {
        using var sandbox = await new Sandbox().InitializeAsync();
        var package = await sandbox.PackAsync(SleepingPlugin.Write(sandbox.Work));
        (await sandbox.SpecifyAsync("plugin", "install", package, "--yes")).ShouldSucceed();
        File.AppendAllText(
            Path.Combine(sandbox.Project, ".specify", "plugins", "sleeper", "bin", "sleeper"),
            "echo tampered\n"
        );
        ShouldBeClear(await sandbox.SpecifyAsync("plugin", "enable", "sleeper"), 3, "SPK5012");
    }

    private static void ShouldBeClear(Finished finished, int? exitCode, string code)
    {
        if (exitCode is { } expected)
        {
            finished.ExitCode.ShouldBe(expected, finished.All);
        }
        else
        {
            finished.ExitCode.ShouldBeInRange(1, 3, finished.All);
        }

        finished.Error.ShouldContain(code);
        finished.All.ShouldNotContain("   at ");
        finished.All.ShouldNotContain("Exception");
    }

    private static string[] Snapshot(string directory) =>
        [
            .. Directory
                .EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories)
                .Where(p => !p.EndsWith("write.lock", StringComparison.Ordinal))
                .Select(p => $"{p} {(File.Exists(p) ? Convert.ToHexString(File.ReadAllBytes(p)) : "")}")
                .Order(StringComparer.Ordinal),
        ];
}
