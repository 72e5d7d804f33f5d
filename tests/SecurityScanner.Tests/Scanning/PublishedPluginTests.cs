using Speckit.Sdk.Testing;

namespace SecurityScanner.Tests.Scanning;

public class PublishedPluginTests(PluginFixture plugin) : IClassFixture<PluginFixture>
{
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Run_OverTheProtocol_FindsCreatesTasksAndExits()
    {
        await using var host = new PluginTestHost { PluginName = "security-scanner" };
        host.Capabilities.Clear();
        host.Capabilities.UnionWith(["filesystem.read", "backlog.read", "backlog.write"]);
        host.Project.CreateFile("src/auth.py", "password = 'hardcoded'\n");
        using var process = plugin.Start();
        await PluginFixture.ConnectAsync(host, process);

        var result = await host.RunCommandAsync("jpspec:security-scan", ["auth"]).WaitAsync(s_wait);

        result.ExitCode.ShouldBe(1);
        var finding = result.Result!.Value.GetProperty("findings")[0];
        finding.GetProperty("severity").GetString().ShouldBe("high");
        finding.GetProperty("description").GetString()!.ShouldContain("hardcoded");
        host.Backlog.Tasks.ShouldHaveSingleItem().Title.ShouldContain("hardcoded");
        host.Findings.Count.ShouldBe(1);

        await host.StopAsync().WaitAsync(s_wait);
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(s_wait);
        process.ExitCode.ShouldBe(0);
        (await process.StandardError.ReadToEndAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_TwoThousandFiles_ScansThemAllQuickly()
    {
        await using var host = new PluginTestHost { PluginName = "security-scanner" };
        var filler = string.Concat(Enumerable.Range(0, 150).Select(i => $"def f{i}(a):\n    return a + {i}  # note\n"));
        for (var i = 0; i < 2000; i++)
        {
            host.Project.CreateFile($"src/m{i}.py", i % 100 == 0 ? $"{filler}\neval(x)\n" : filler);
        }

        using var process = plugin.Start();
        await PluginFixture.ConnectAsync(host, process);

        var result = await host.RunCommandAsync("jpspec:security-scan", options: new() { ["no-tasks"] = true })
            .WaitAsync(TimeSpan.FromMinutes(1));

        var statistics = result.Result!.Value.GetProperty("statistics");
        statistics.GetProperty("files_scanned").GetInt32().ShouldBe(2000);
        result.Result.Value.GetProperty("findings_count").GetInt32().ShouldBe(20);
        host.Backlog.Tasks.ShouldBeEmpty();
        host.Progress.ShouldNotBeEmpty();
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(s_wait);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("--help")]
    public async Task Start_WithoutHost_SaysWhatItIsAndExits2(string? argument)
    {
        using var process = argument is null ? plugin.Start() : plugin.Start(argument);
        process.StandardInput.Close();

        await process.WaitForExitAsync().WaitAsync(s_wait);

        process.ExitCode.ShouldBe(2);
        (await process.StandardError.ReadToEndAsync()).ShouldContain("specify run jpspec:security-scan");
        (await process.StandardOutput.ReadToEndAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Manifest_DeclaresWhatTheCommandTakes()
    {
        var folder = Path.Combine(PluginFixture.RepositoryRoot(), "plugins", "security-scanner");
        var manifest = await File.ReadAllTextAsync(Path.Combine(folder, "plugin.yaml"));
        var properties = typeof(ScanCommand).GetProperties();

        foreach (
            var option in properties.SelectMany(p => p.GetCustomAttributes(typeof(Speckit.Sdk.OptionAttribute), false))
        )
        {
            manifest.ShouldContain($"- name: {((Speckit.Sdk.OptionAttribute)option).Name}\n");
        }

        manifest.ShouldContain($"bin/SecurityScanner.dll:{typeof(ScanCommand).FullName}");
        manifest.ShouldContain($"bin/SecurityScanner.dll:{typeof(PostImplementHook).FullName}");
        File.Exists(Path.Combine(folder, "agents", "security-auditor.md")).ShouldBeTrue();
    }
}
