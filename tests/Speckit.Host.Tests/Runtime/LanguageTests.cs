using Speckit.Host.Runtime;
using Speckit.Host.Sdks;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Runtime;

/// <summary>Python and Node plugins in real processes.</summary>
public sealed class LanguageTests
{
    private const string Code = """
        import os, sys
        def run_pid(params, host):
            return [os.getpid(), host.hello["packageDir"], host.hello["ospecVersion"], [e["handler"] for e in host.hello["entrypoints"]]]
        def run_flags(params, host):
            return [sys.flags.safe_path, sys.flags.no_user_site, sys.flags.utf8_mode, sys.flags.dont_write_bytecode]
        """;

    [Fact]
    public async Task Run_PythonPlugin_OneProcessServesAllFiles()
    {
        using var project = new TestProject();
        var source = PluginSource.Python("py", Code, "pid", "flags") with { Extra = "" };
        source.Files["src/other.py"] = "import os\ndef run(params, host):\n    return os.getpid()\n";
        source = source with
        {
            Provides =
                source.Provides + "    - { name: \"py:other\", description: Does it, entrypoint: src/other.py }\n",
        };
        var plugin = await project.EnabledAsync(source);
        await using var run = new Run(project);

        var told = (await run.CommandAsync("py:pid")).Value.Result!.Value;
        var other = (await run.CommandAsync("py:other")).Value.Result!.Value;
        var flags = (await run.CommandAsync("py:flags")).Value.Result!.Value;

        other.GetInt32().ShouldBe(told[0].GetInt32());
        told[1].GetString().ShouldBe(project.Layout.PluginDirectory(plugin.Name));
        told[2].GetString().ShouldBe("1.0.0");
        told[3]
            .EnumerateArray()
            .Select(h => h.GetString())
            .ShouldBe(["command:py:pid", "command:py:flags", "command:py:other"]);
        flags.ToString().ShouldBe("[true, 1, 1, 1]");
    }

    [Fact]
    public async Task Run_NodePlugin_IsRun()
    {
        using var project = new TestProject();
        await project.EnabledAsync(
            new PluginSource("js")
            {
                Files = { ["src/main.js"] = "exports.hello = ({ arguments: [name] }) => `Hello, ${name}`;\n" },
                Provides =
                    "provides:\n  commands:\n    - { name: \"js:hello\", description: Greets, entrypoint: \"src/main.js:hello\" }\n",
            }
        );
        await using var run = new Run(project);

        (await run.CommandAsync("js:hello", "Ada")).Value.Result!.Value.GetString().ShouldBe("Hello, Ada");
    }

    [Fact]
    public async Task Enable_HandlersMissing_TellsWhich()
    {
        using var project = new TestProject();
        var source = PluginSource.Python("py", "def run_a(params, host):\n    pass\n", "a", "b");
        var plugin = await project.InstalledAsync(
            source with
            {
                Provides =
                    source.Provides
                    + "  integrations:\n    - { name: jira, description: Syncs, entrypoint: \"src/main.py:Jira\" }\n"
                    + "  workflows:\n    - { name: w, description: Wraps, phase: implement, mode: wrap, entrypoint: \"src/main.py:wrap\" }\n",
            }
        );

        var outcome = await project.EnableAsync(plugin.Name);

        outcome.Diagnostics[0].Code.ShouldBe("SPK6005");
        outcome
            .Diagnostics[0]
            .Message.ShouldContain(
                "no handler for command:py:b, phase:implement:before, phase:implement:after, integration:jira, which its manifest names. It has: command:py:a."
            );
        project.LockFile.Plugins[plugin.Name].Enabled.ShouldBeFalse();
    }

    [Theory]
    [InlineData(PluginRuntime.Python, "Python")]
    [InlineData(PluginRuntime.Node, "Node")]
    public void Program_SdkMissing_SaysWhatToDo(PluginRuntime runtime, string language)
    {
        var made = PluginProgram.Create(
            runtime,
            "/p",
            "/p/f",
            name => name == SdkLocation.ShareVariable ? "/nowhere" : Environment.GetEnvironmentVariable(name)
        );

        made.Diagnostics[0].Code.ShouldBe("SPK6009");
        made.Diagnostics[0].Message.ShouldContain($"the SDK that runs {language} plugins is not in '/nowhere'");
        made.Diagnostics[0].Hint.ShouldNotBeNull().ShouldContain("SPECKIT_SHARE");
    }

    [Fact]
    public void Sdks_WithoutVariable_AreBesideTheBinaries() =>
        new SdkLocation(_ => null).Share.ShouldBe(
            Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "share", "speckit"))
        );

    [Fact]
    public async Task Problem_RuntimesThatAreThere_HaveNone()
    {
        (await RuntimeLocator.FindProblemAsync(PluginRuntime.Python, default)).ShouldBeNull();
        (await RuntimeLocator.FindProblemAsync(PluginRuntime.Node, default)).ShouldBeNull();
        (await RuntimeLocator.FindProblemAsync(PluginRuntime.Native, default)).ShouldBeNull();
    }
}
