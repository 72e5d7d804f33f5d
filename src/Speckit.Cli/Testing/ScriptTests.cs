using System.Diagnostics;
using Speckit.Cli.Authoring;
using Speckit.Host.Sdks;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Testing;

/// <summary>Tests of Python and Node plugins: the runners of their SDKs write one JSON document, the same for both.</summary>
internal static class ScriptTests
{
    private const string MissingSdk = "install Speckit with './run install', which brings the SDKs along";
    private const string Python = "python3";

    /// <summary>With a sandbox, the runner itself is inside.</summary>
    internal static Task<Result<TestRun>> RunPythonAsync(TestRequest request, CancellationToken cancellationToken)
    {
        if (new SdkLocation(request.Environment.Variable).PythonPath is not { } sdk)
        {
            return Task.FromResult<Result<TestRun>>(Missing("Python"));
        }

        string[] program = request.Trial is { } trial ? [.. trial.Prefix, Python] : [Python];
        var start = new ProcessStartInfo(
            program[0],
            [.. program[1..], "-X", "utf8", "-B", "-m", "speckit_sdk.testing", "run"]
        );
        start.Environment["PYTHONPATH"] = sdk;
        return RunAsync(request, start, "install Python 3.11 or newer", cancellationToken);
    }

    /// <summary>With a sandbox, each file of tests is run inside; the compiler is not.</summary>
    internal static async Task<Result<TestRun>> RunNodeAsync(TestRequest request, CancellationToken cancellationToken)
    {
        var compiled = await NodeBuild.RunAsync(request.Folder, request.Environment, cancellationToken);
        if (!compiled.Succeeded)
        {
            return compiled.Propagate<TestRun>();
        }

        if (NodeBuild.FindSdk(request.Environment) is not { } sdk)
        {
            return Missing("TypeScript");
        }

        var start = new ProcessStartInfo("node", [Path.Combine(sdk, "dist", "testing", "run.js")]);
        if (request.Trial is { } trial)
        {
            start.Environment["SPECKIT_TEST_INSIDE"] = trial.PrefixJson;
            start.Environment["TMPDIR"] = trial.Data;
        }

        return await RunAsync(request, start, NodeBuild.InstallHint, cancellationToken);
    }

    private static async Task<Result<TestRun>> RunAsync(
        TestRequest request,
        ProcessStartInfo start,
        string hint,
        CancellationToken cancellationToken
    )
    {
        var folder = request.Trial?.CopySources() ?? request.Folder.Path;
        var results = Path.Combine(request.Trial?.Data ?? request.Results, "results.json");
        start.WorkingDirectory = folder;
        start.ArgumentList.Add("--json");
        start.ArgumentList.Add(results);
        if (request.Coverage)
        {
            start.ArgumentList.Add("--coverage");
        }

        start.ArgumentList.Add(folder);
        var ran = await ToolProcess.RunAsync(start, hint, cancellationToken);
        if (!ran.TryGet(out var done))
        {
            return ran.Propagate<TestRun>();
        }

        return File.Exists(results)
            ? await ResultFile.ReadAsync(results, ResultsDocument.Read, cancellationToken)
            : CliDiagnostics.TestRunFailed.Error(
                $"the tests could not be run: {Path.GetFileName(start.FileName)} ended with {done.ExitCode}: {done.Summary()}",
                "mend what it says"
            );
    }

    private static Diagnostic Missing(string language) =>
        CliDiagnostics.ToolMissing.Error($"the {language} SDK is not where this program expects it", MissingSdk);
}
