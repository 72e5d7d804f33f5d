using System.Collections.Immutable;
using Speckit.Cli.Authoring;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Testing;

/// <summary>Tests of C# plugins: <c>dotnet test</c> of the project below <c>tests/</c>, its results as TRX, its coverage from coverlet.</summary>
internal static class DotnetTests
{
    private const string Settings = """
        <?xml version="1.0" encoding="utf-8"?>
        <RunSettings>
          <DataCollectionRunSettings>
            <DataCollectors>
              <DataCollector friendlyName="XPlat Code Coverage">
                <Configuration>
                  <Format>cobertura</Format>
                  <ExcludeByFile>**/obj/**</ExcludeByFile>
                  <SkipAutoProps>true</SkipAutoProps>
                </Configuration>
              </DataCollector>
            </DataCollectors>
          </DataCollectionRunSettings>
        </RunSettings>
        """;

    /// <summary>The project of the tests, or null.</summary>
    internal static string? FindProject(string folder)
    {
        var tests = Path.Combine(folder, "tests");
        return Directory.Exists(tests)
            ? Directory
                .EnumerateFiles(tests, "*.csproj", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .FirstOrDefault()
            : null;
    }

    internal static async Task<Result<TestRun>> RunAsync(TestRequest request, CancellationToken cancellationToken)
    {
        if (FindProject(request.Folder.Path) is not { } project)
        {
            return new TestRun([], null);
        }

        var restored = await DotnetBuild.RestoreAsync(request.Folder, project, request.Environment, cancellationToken);
        if (!restored.Succeeded)
        {
            return restored.Propagate<TestRun>();
        }

        var ran = await TestAsync(request, project, cancellationToken);
        if (!ran.TryGet(out var done))
        {
            return ran.Propagate<TestRun>();
        }

        var tests = await ReadTestsAsync(request.Results, cancellationToken);
        if (!tests.TryGet(out var results))
        {
            return tests.Propagate<TestRun>();
        }

        if (results.IsEmpty && done.ExitCode != 0)
        {
            return NotRun(request, done);
        }

        var coverage = await ReadCoverageAsync(request, cancellationToken);
        return coverage.TryGet(out var measured)
            ? new TestRun(results, measured.Coverage)
            : coverage.Propagate<TestRun>();
    }

    private static async Task<Result<ImmutableArray<TestCaseResult>>> ReadTestsAsync(
        string folder,
        CancellationToken cancellationToken
    )
    {
        var trx = Directory.EnumerateFiles(folder, "*.trx", SearchOption.AllDirectories).FirstOrDefault();
        return trx is null
            ? ImmutableArray<TestCaseResult>.Empty
            : await ResultFile.ReadAsync(trx, TrxReader.Read, cancellationToken);
    }

    private static async Task<Result<Measured>> ReadCoverageAsync(
        TestRequest request,
        CancellationToken cancellationToken
    )
    {
        var file = Directory
            .EnumerateFiles(request.Results, "coverage.cobertura.xml", SearchOption.AllDirectories)
            .FirstOrDefault();
        return file is null
            ? new Measured(null)
            : await ResultFile.ReadAsync(
                file,
                text => new Measured(CoberturaReader.Read(text, request.Folder.Path)),
                cancellationToken
            );
    }

    private static Result<TestRun> NotRun(TestRequest request, ToolRun done)
    {
        var errors = CompilerMessages.Read(done.Output + "\n" + done.Error, request.Folder.Path);
        return errors.IsEmpty
            ? CliDiagnostics.TestRunFailed.Error(
                $"the tests could not be run: dotnet test ended with {done.ExitCode}: {done.Summary()}",
                "mend what it says"
            )
            : Result<TestRun>.Failure(errors);
    }

    private static async Task<Result<ToolRun>> TestAsync(
        TestRequest request,
        string project,
        CancellationToken cancellationToken
    )
    {
        var start = DotnetBuild.Dotnet(
            request.Folder,
            request.Environment,
            "test",
            project,
            "--no-restore",
            "--nologo",
            "--logger",
            "trx;LogFileName=results.trx",
            "--results-directory",
            request.Results
        );
        if (request.Trial is { } trial)
        {
            start.Environment["SPECKIT_TEST_SANDBOX"] = "1";
            start.Environment["SPECKIT_TEST_HOST"] = trial.PrefixJson;
        }

        // What runs in the sandbox is not measured: it is the plugin as it was built.
        if (request is { Coverage: true, Trial: null })
        {
            var settings = Path.Combine(request.Results, "coverage.runsettings");
            await File.WriteAllTextAsync(settings, Settings, cancellationToken);
            foreach (var word in (string[])["--collect", "XPlat Code Coverage", "--settings", settings])
            {
                start.ArgumentList.Add(word);
            }
        }

        return await ToolProcess.RunAsync(start, DotnetBuild.InstallHint, cancellationToken);
    }

    private sealed record Measured(CodeCoverage? Coverage);
}
