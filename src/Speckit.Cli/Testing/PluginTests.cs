using Speckit.Cli.Authoring;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Testing;

/// <summary>Runs a plugin's own tests with the runner of its language.</summary>
internal static class PluginTests
{
    /// <summary>Runs them all.</summary>
    internal static async Task<Result<TestRun>> RunAsync(TestRequest request, CancellationToken cancellationToken)
    {
        var run = await RunnerOf(request.Folder)(request, cancellationToken);
        return run.TryGet(out var done) && done.Tests.IsEmpty
            ? CliDiagnostics.NoTests.Error(
                $"{request.Folder.Manifest.Name} has no tests",
                "put tests into its folder tests/: 'specify plugin init' makes a plugin that has one"
            )
            : run;
    }

    private static Func<TestRequest, CancellationToken, Task<Result<TestRun>>> RunnerOf(PluginFolder folder) =>
        folder.Manifest.Runtime switch
        {
            PluginRuntime.Dotnet => DotnetTests.RunAsync,
            PluginRuntime.Python => ScriptTests.RunPythonAsync,
            PluginRuntime.Node => ScriptTests.RunNodeAsync,
            _ => ByFiles(folder.Path),
        };

    /// <summary>A plugin without code, or with native code, has tests in whatever language its files are.</summary>
    private static Func<TestRequest, CancellationToken, Task<Result<TestRun>>> ByFiles(string folder)
    {
        if (DotnetTests.FindProject(folder) is not null)
        {
            return DotnetTests.RunAsync;
        }

        var tests = Path.Combine(folder, "tests");
        return Directory.Exists(tests) && Directory.EnumerateFiles(tests, "*.py", SearchOption.AllDirectories).Any()
            ? ScriptTests.RunPythonAsync
            : ScriptTests.RunNodeAsync;
    }
}
