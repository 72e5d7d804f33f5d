using System.Diagnostics;
using System.Text.Json;
using Speckit.Cli.Authoring;
using Speckit.Host.Sdks;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Testing;

/// <summary>Tests of Python and Node plugins: the runners of their SDKs write one JSON document, the same for both.</summary>
internal static class ScriptTests
{
    private const string MissingSdk = "install Speckit with './run install', which brings the SDKs along";

    internal static Task<Result<TestRun>> RunPythonAsync(TestRequest request, CancellationToken cancellationToken)
    {
        if (new SdkLocation(request.Environment.Variable).PythonPath is not { } sdk)
        {
            return Task.FromResult<Result<TestRun>>(Missing("Python"));
        }

        var start = new ProcessStartInfo("python3")
        {
            ArgumentList = { "-X", "utf8", "-B", "-m", "speckit_sdk.testing", "run" },
        };
        start.Environment["PYTHONPATH"] = sdk;
        return RunAsync(request, start, "install Python 3.11 or newer", cancellationToken);
    }

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

        var start = new ProcessStartInfo("node") { ArgumentList = { Path.Combine(sdk, "dist", "testing", "run.js") } };
        return await RunAsync(request, start, NodeBuild.InstallHint, cancellationToken);
    }

    private static async Task<Result<TestRun>> RunAsync(
        TestRequest request,
        ProcessStartInfo start,
        string hint,
        CancellationToken cancellationToken
    )
    {
        var results = Path.Combine(request.Results, "results.json");
        start.WorkingDirectory = request.Folder.Path;
        start.ArgumentList.Add("--json");
        start.ArgumentList.Add(results);
        if (request.Coverage)
        {
            start.ArgumentList.Add("--coverage");
        }

        start.ArgumentList.Add(request.Folder.Path);
        var ran = await ToolProcess.RunAsync(start, hint, cancellationToken);
        if (!ran.TryGet(out var done))
        {
            return ran.Propagate<TestRun>();
        }

        return File.Exists(results)
            ? Read(await File.ReadAllBytesAsync(results, cancellationToken))
            : CliDiagnostics.TestRunFailed.Error(
                $"the tests could not be run: {start.FileName} ended with {done.ExitCode}: {done.Summary()}",
                "mend what it says"
            );
    }

    private static Result<TestRun> Read(byte[] json)
    {
        try
        {
            return ResultsDocument.Read(json);
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return CliDiagnostics.TestRunFailed.Error(
                $"the test runner wrote results that cannot be read: {e.Message}",
                "does the SDK belong to this version of Speckit?"
            );
        }
    }

    private static Diagnostic Missing(string language) =>
        CliDiagnostics.ToolMissing.Error($"the {language} SDK is not where this program expects it", MissingSdk);
}
