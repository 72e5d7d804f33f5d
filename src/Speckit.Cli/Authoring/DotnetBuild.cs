using System.Diagnostics;
using Speckit.Host.Sdks;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Authoring;

/// <summary>Compiles C# plugins: <c>dotnet publish</c> of the project under the plugin's folder into its <c>bin/</c>.</summary>
internal static class DotnetBuild
{
    private const int ShownLines = 20;

    /// <summary>The plugin's C# project, or null when there is nothing to compile.</summary>
    internal static string? FindProject(PluginFolder folder)
    {
        if (folder.Manifest.Runtime is not PluginRuntime.Dotnet)
        {
            return null;
        }

        string[] places = [folder.Path, Path.Combine(folder.Path, "src")];
        return places
            .Where(Directory.Exists)
            .SelectMany(place => Directory.EnumerateFiles(place, "*.csproj").Order(StringComparer.Ordinal))
            .FirstOrDefault();
    }

    /// <summary>Compiles the project.</summary>
    internal static async Task<Result<Unit>> RunAsync(
        PluginFolder folder,
        string project,
        CliEnvironment environment,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "publish",
                project,
                "--configuration",
                "Release",
                "--output",
                Path.Combine(folder.Path, "bin"),
                "--nologo",
                "-clp:NoSummary",
            },
        };
        if (new SdkLocation(environment.Variable).NugetPackages is { } sdk)
        {
            start.Environment["SPECKIT_SDK_PACKAGES"] = sdk;
        }

        using var process = TryStart(start);
        if (process is null)
        {
            return CliDiagnostics.ToolMissing.Error(
                "the plugin is written in C#, and 'dotnet' is not on the PATH",
                "install the .NET SDK, or build with --no-compile what is in bin/ already"
            );
        }

        return await FinishAsync(process, cancellationToken);
    }

    private static async Task<Result<Unit>> FinishAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken) + await errors;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? new Unit()
                : CliDiagnostics.CompileFailed.Error(
                    $"dotnet publish ended with {process.ExitCode}: {string.Join(" | ", Tail(output))}",
                    "mend what the compiler says"
                );
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static IEnumerable<string> Tail(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var errors = lines.Where(l => l.Contains("error", StringComparison.OrdinalIgnoreCase)).Distinct().ToArray();
        return (errors.Length > 0 ? errors : lines).Take(ShownLines);
    }

    private static Process? TryStart(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
