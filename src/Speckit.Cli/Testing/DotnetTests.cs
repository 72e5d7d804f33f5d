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

        var trx = Directory.EnumerateFiles(request.Results, "*.trx", SearchOption.AllDirectories).FirstOrDefault();
        var tests = trx is null ? [] : TrxReader.Read(await File.ReadAllTextAsync(trx, cancellationToken));
        if (tests.IsEmpty && done.ExitCode != 0)
        {
            return CliDiagnostics.TestRunFailed.Error(
                $"the tests could not be run: dotnet test ended with {done.ExitCode}: {done.Summary()}",
                "mend what it says"
            );
        }

        var coverage = Directory
            .EnumerateFiles(request.Results, "coverage.cobertura.xml", SearchOption.AllDirectories)
            .FirstOrDefault();
        return new TestRun(
            tests,
            coverage is null
                ? null
                : CoberturaReader.Read(await File.ReadAllTextAsync(coverage, cancellationToken), request.Folder.Path)
        );
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
        if (request.Coverage)
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
}
