using Speckit.Manifests.Model;

namespace Speckit.Manifests.Tests.Jp;

public sealed class EntrypointTests
{
    [Theory]
    [InlineData("src/commands/x.py:run", "src/commands/x.py", "run", PluginRuntime.Python)]
    [InlineData(
        "bin/SecurityScanner.dll:SecurityScanner.ScanCommand",
        "bin/SecurityScanner.dll",
        "SecurityScanner.ScanCommand",
        PluginRuntime.Dotnet
    )]
    [InlineData("bin/A.DLL:A.B+C", "bin/A.DLL", "A.B+C", PluginRuntime.Dotnet)]
    [InlineData("dist/index.js", "dist/index.js", null, PluginRuntime.Node)]
    [InlineData("dist/index.mjs:$run_1", "dist/index.mjs", "$run_1", PluginRuntime.Node)]
    [InlineData("./dist/index.cjs:member", "dist/index.cjs", "member", PluginRuntime.Node)]
    [InlineData("bin/tool", "bin/tool", null, PluginRuntime.Native)]
    [InlineData("bin/tool.exe:scan", "bin/tool.exe", "scan", PluginRuntime.Native)]
    [InlineData("bin.d/tool", "bin.d/tool", null, PluginRuntime.Native)]
    [InlineData("src/Überprüfung.py:größe", "src/Überprüfung.py", "größe", PluginRuntime.Python)]
    public void Read_Entrypoint_GivesPathMemberAndRuntime(
        string text,
        string path,
        string? member,
        PluginRuntime runtime
    )
    {
        var manifest = Manifests.Read(Integration(text)).Value;

        var entrypoint = manifest.Provides.Integrations[0].Entrypoint!;
        (entrypoint.Path, entrypoint.Member, manifest.Runtime).ShouldBe((path, member, runtime));
    }

    [Theory]
    [InlineData("../x.py:run", "SPK1033")]
    [InlineData("src/../../x.py", "SPK1033")]
    [InlineData("src/..", "SPK1033")]
    [InlineData("/usr/bin/env", "SPK1033")]
    [InlineData("C:/x.py:run", "SPK1033")]
    [InlineData("C:\\\\x.py", "SPK1033")]
    [InlineData("src\\\\x.py:run", "SPK1033")]
    [InlineData("\\\\\\\\host\\\\share", "SPK1033")]
    [InlineData("src//x.py", "SPK1033")]
    [InlineData("src/./x.py", "SPK1033")]
    [InlineData("src/", "SPK1033")]
    [InlineData(":run", "SPK1033")]
    [InlineData(".", "SPK1033")]
    [InlineData("src/x.py. ", "SPK1033")]
    [InlineData("src/con /x.py", "SPK1033")]
    [InlineData(".git/hooks/x.py", "SPK1033")]
    [InlineData("src/.GIT/x", "SPK1033")]
    [InlineData("src/\\u202ex.py", "SPK1033")]
    [InlineData("src/\\0x.py", "SPK1033")]
    [InlineData("src/x.py\\n", "SPK1033")]
    [InlineData("x.py:", "SPK1034")]
    [InlineData("x.py:run()", "SPK1034")]
    [InlineData("x.py:a..b", "SPK1034")]
    [InlineData("x.py:1a", "SPK1034")]
    [InlineData("x.py:a:b", "SPK1034")]
    [InlineData("x.py:a b", "SPK1034")]
    public void Read_UnsafeEntrypoint_IsOneLocatedError(string text, string code) =>
        Manifests.ShouldPoint(Integration(text, "¦"), code);

    [Theory]
    [InlineData("../a.md")]
    [InlineData("/etc/passwd")]
    [InlineData("agents\\\\a.md")]
    public void Read_UnsafePersonaFile_IsOneLocatedError(string path) =>
        Manifests.ShouldPoint(
            $"provides:\n  agents: [{{name: a, description: d, persona_file: ¦\"{path}\"}}]\n",
            "SPK1033"
        );

    [Fact]
    public void Read_MixedRuntimes_IsErrorAtTheSecond()
    {
        var problem = Manifests.Read(Mixed("")).Diagnostics.ShouldHaveSingleItem();

        problem
            .ToString()
            .ShouldBe(
                "p:6:45: error SPK1035: The entry points belong to several runtimes: a.py (python), b.js (node); expected one. "
                    + "(add 'runtime: dotnet', native, python or node, or split the plugin)"
            );
    }

    [Theory]
    [InlineData("dotnet", PluginRuntime.Dotnet)]
    [InlineData("native", PluginRuntime.Native)]
    [InlineData("python", PluginRuntime.Python)]
    [InlineData("node", PluginRuntime.Node)]
    public void Read_RuntimeGiven_Decides(string word, PluginRuntime runtime) =>
        Manifests.Read(Mixed($"runtime: {word}\n")).Value.Runtime.ShouldBe(runtime);

    [Fact]
    public void Read_UnknownRuntime_SuggestsTheNearest()
    {
        var problem = Manifests.Read("runtime: pyhton\n").Diagnostics.ShouldHaveSingleItem();

        (problem.Code, problem.Hint).ShouldBe(("SPK1030", "did you mean 'python'?"));
    }

    private static string Integration(string entrypoint, string marker = "") =>
        $"provides:\n  integrations: [{{name: sample, description: d, entrypoint: {marker}\"{entrypoint}\"}}]\n";

    private static string Mixed(string rest) =>
        "provides:\n  integrations: [{name: a, description: d, entrypoint: a.py}]\n"
        + "  hooks: [{event: task.created, handler:    b.js}]\n"
        + rest;
}
