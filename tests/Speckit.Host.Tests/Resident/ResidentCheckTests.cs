using Speckit.Host.Acquisition;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Resident;

/// <summary>What a warm process may not outlive.</summary>
public sealed class ResidentCheckTests
{
    private static readonly PluginName Name = PluginName.Parse("py");

    [Fact]
    public async Task Run_AfterChangesThatMatter_IsAnsweredByAnotherProcess()
    {
        using var project = new TestProject();
        project.Variables["GREETING"] = "hello";
        await project.EnabledAsync(TokenPlugin.Source);
        await using var session = await ResidentSession.StartAsync(project);
        session.Variables["GREETING"] = "hello";
        var seen = new List<string> { await session.ReturnOfAsync("py:token") };

        File.WriteAllText(project.Layout.PluginConfigFile(Name), "text: ${GREETING}\n");
        (await session.ReturnOfAsync("py:config")).ShouldContain("\"text\": 5");
        seen.Add(await session.ReturnOfAsync("py:token"));

        session.Variables["GREETING"] = "good day";
        (await session.ReturnOfAsync("py:config")).ShouldContain("\"text\": 8");
        seen.Add(await session.ReturnOfAsync("py:token"));

        session.Variables["SOMETHING_ELSE"] = "1";
        (await session.ReturnOfAsync("py:token")).ShouldBe(seen[^1], "nobody asked for that variable");

        Write(project.User.PolicyFile, "plugin_policy: { sandbox: { limits: { output_mb: 1 } } }\n");
        var limited = await session.RunAsync("py:token");
        limited.ShouldNotBeNull().Succeeded.ShouldBeTrue(string.Join("; ", limited.Diagnostics));
        seen.Add(limited.Value.Result!.Value.ToString());

        Write(project.User.ConfigFile, "# another state\n");
        seen.Add(await session.ReturnOfAsync("py:token"));
        seen.Distinct().Count().ShouldBe(seen.Count, string.Join(", ", seen));
    }

    [Theory]
    [InlineData("disabled", "SPK6001")]
    [InlineData("removed", "SPK6001")]
    [InlineData("tampered", "SPK5012")]
    [InlineData("consent", "SPK5013")]
    [InlineData("policy", "SPK8002")]
    public async Task Run_OfAPluginThatMayNotRunAnyMore_IsRefusedAndItsProcessEnded(string change, string code)
    {
        using var project = new TestProject();
        await project.EnabledAsync(TokenPlugin.Source);
        await using var session = await ResidentSession.StartAsync(project);
        _ = await session.ReturnOfAsync("py:token");
        session.Status()!.Plugins.ShouldBe(["py"]);

        await ChangeAsync(project, change);

        (await session.FailureOfAsync("py:token")).ShouldBe(code);
        for (var i = 0; i < 200 && session.Status()!.Plugins.Count > 0; i++)
        {
            await Task.Delay(100);
        }

        session.Status()!.Plugins.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_OfALinkedPlugin_IsAlwaysAnsweredByAnotherProcess()
    {
        using var project = new TestProject();
        var folder = TokenPlugin.Source.Write(project.Folder.At("mine"));
        using var kit = project.Kit();
        (
            await kit.Installer.InstallAsync(new InstallSource.FromLink(folder), CancellationToken.None)
        ).Succeeded.ShouldBeTrue();
        (await project.EnableAsync(Name)).Succeeded.ShouldBeTrue();
        await using var session = await ResidentSession.StartAsync(project);

        var first = await session.ReturnOfAsync("py:token");
        (await session.ReturnOfAsync("py:token")).ShouldNotBe(first);
    }

    [Fact]
    public async Task Run_UpToALimitEachTime_IsCountedAnew()
    {
        using var project = new TestProject();
        await project.EnabledAsync(TokenPlugin.Source);
        await using var session = await ResidentSession.StartAsync(project);

        for (var i = 0; i < 2; i++)
        {
            (await session.ReturnOfAsync("py:many")).ShouldBe("emitted");
        }
    }

    private static async Task ChangeAsync(TestProject project, string change)
    {
        var host = project.CreateHost();
        switch (change)
        {
            case "disabled":
                (await project.DisableAsync(Name, host)).Succeeded.ShouldBeTrue();
                break;
            case "removed":
                (await project.RemoveAsync(Name, host: host)).Succeeded.ShouldBeTrue();
                break;
            case "tampered":
                File.AppendAllText(Path.Combine(project.Layout.PluginDirectory(Name), "src", "main.py"), "# more\n");
                break;
            case "consent":
                host.Consents.Withdraw(project.Layout, Name);
                break;
            default:
                Write(project.User.PolicyFile, "plugin_policy: { plugins: { blocked: [py] } }\n");
                break;
        }
    }

    private static void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
