using System.Text.Json;
using Speckit.Cli.Commands.Diagnosis;
using Speckit.Cli.Tests.Support;
using Speckit.Host.Policy.Model;
using Speckit.Host.Sandbox.Machine;

namespace Speckit.Cli.Tests.Commands;

/// <summary><c>specify doctor</c>.</summary>
public sealed class DoctorTests
{
    private static readonly SandboxMachine Best = new()
    {
        Launcher = "/opt/specify",
        Bubblewrap = "/usr/bin/bwrap",
        LandlockVersion = 7,
        HasSeccomp = true,
    };

    [Fact]
    public async Task Doctor_ABuildThatIsNotNative_SaysWhatItLacks()
    {
        using var session = new CliSession();

        var run = await session.RunAsync("doctor");
        var json = await session.RunAsync("doctor", "--json");

        run.ShouldExit(1).Output.ShouldContain("managed build");
        run.Output.ShouldContain("✓ dotnet: ");
        using var document = JsonDocument.Parse(json.ShouldExit(1).Output);
        document.RootElement.GetProperty("ok").GetBoolean().ShouldBeFalse();
        var findings = document.RootElement.GetProperty("data").GetProperty("findings").EnumerateArray().ToArray();
        findings
            .Select(f => f.GetProperty("area").GetString())
            .Distinct()
            .ShouldBe(["sandbox", "runtimes", "sdk", "folders"]);
    }

    [Fact]
    public async Task Doctor_SecretsThatOthersRead_AreAProblemWithItsFix()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var session = new CliSession();
        var secrets = Path.Combine(session.Home, ".specify", "secrets.yaml");
        Directory.CreateDirectory(Path.GetDirectoryName(secrets)!);
        File.WriteAllText(secrets, "a: b\n");
        File.SetUnixFileMode(secrets, (UnixFileMode)0b110_100_100);
        File.SetUnixFileMode(Path.GetDirectoryName(secrets)!, (UnixFileMode)0b111_111_111);

        var run = await session.RunAsync("doctor");

        run.ShouldExit(1).Output.ShouldContain("chmod 600 ~/.specify/secrets.yaml");
        run.Output.ShouldContain("chmod go-w ~/.specify");
    }

    [Fact]
    public async Task Doctor_SettingsThatCannotBeRead_SaysWhere()
    {
        using var session = new CliSession();
        Directory.CreateDirectory(Path.Combine(session.Home, ".specify"));
        File.WriteAllText(Path.Combine(session.Home, ".specify", "config.yaml"), "sandbox: {tier: nothing}\n");

        (await session.RunAsync("doctor")).ShouldExit(2).Error.ShouldContain("config.yaml:1");
    }

    [Fact]
    public void Findings_ACompleteMachine_HasNoProblem()
    {
        var findings = SandboxFindings.Of(new SandboxReport(Best, SandboxTier.Full, null, true, true)).ToArray();

        findings.ShouldAllBe(f => f.IsGood == true);
    }

    [Theory]
    [InlineData("sysctl user.max_user_namespaces is 0", "sudo sysctl user.max_user_namespaces")]
    [InlineData("sysctl kernel.unprivileged_userns_clone is 0", "sudo sysctl kernel.unprivileged_userns_clone")]
    [InlineData("Operation not permitted", "")]
    public void Findings_NoNamespaces_SayHowToHaveThem(string problem, string fix)
    {
        var machine = Best with { NamespaceProblem = problem };

        var findings = SandboxFindings.Of(new SandboxReport(machine, machine.Tier, null, true, false)).ToArray();

        findings.Single(f => f.Name == "tier").Found.ShouldBe("restricted");
        findings.Single(f => f.Name == "namespaces").Fix.ShouldNotBeNull().ShouldContain(fix);
    }

    [Fact]
    public void Findings_NothingAtAll_NameThePackageAndTheKernel()
    {
        var machine = new SandboxMachine { Launcher = "/opt/specify" };

        var findings = SandboxFindings
            .Of(new SandboxReport(machine, SandboxTier.Process, SandboxTier.Process, false, true))
            .ToArray();

        findings.Single(f => f.Name == "bubblewrap").Fix.ShouldNotBeNull().ShouldContain("package 'bubblewrap'");
        findings.Single(f => f.Name == "landlock").IsGood.ShouldBe(false);
        findings.Single(f => f.Name == "seccomp").IsGood.ShouldBe(false);
        findings.Single(f => f.Name == "tier").Fix.ShouldNotBeNull().ShouldContain("config.yaml");
    }
}
