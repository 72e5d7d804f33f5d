using System.ComponentModel;
using System.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Host.Runtime;

/// <summary>Finds the language runtimes of this machine.</summary>
internal static class RuntimeLocator
{
    private static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(20);

    internal static string NameOf(PluginRuntime runtime) =>
        runtime switch
        {
            PluginRuntime.Dotnet => "dotnet",
            PluginRuntime.Python => "python",
            PluginRuntime.Node => "node",
            _ => "native",
        };

    /// <summary>The runtime's executable on the search path, or null.</summary>
    internal static string? FindExecutable(PluginRuntime runtime) =>
        runtime switch
        {
            PluginRuntime.Dotnet => FindOnPath("dotnet"),
            PluginRuntime.Python => FindOnPath("python3") ?? FindOnPath("python"),
            PluginRuntime.Node => FindOnPath("node"),
            _ => null,
        };

    /// <summary>The version that the runtime says it has, or null when there is none.</summary>
    internal static async Task<SemanticVersion?> FindVersionAsync(
        PluginRuntime runtime,
        CancellationToken cancellationToken
    )
    {
        if (FindExecutable(runtime) is not { } executable)
        {
            return null;
        }

        // The SDK's version is asked of 'dotnet --version'; plugins need the shared runtime.
        var start = new ProcessStartInfo(executable)
        {
            ArgumentList = { runtime == PluginRuntime.Dotnet ? "--list-runtimes" : "--version" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        var output = await RunAsync(start, cancellationToken);
        return output
            .Split('\n')
            .Where(line =>
                runtime != PluginRuntime.Dotnet || line.StartsWith("Microsoft.NETCore.App ", StringComparison.Ordinal)
            )
            .Select(FindVersion)
            .Where(v => v is not null)
            .Max();
    }

    /// <summary>What a program writes; nothing when it cannot be run or does not end in time.</summary>
    private static async Task<string> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(VersionTimeout);
        Process? process = null;
        try
        {
            process = Process.Start(start)!;
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            _ = await errors;
            await process.WaitForExitAsync(limit.Token);
            return output;
        }
        catch (Win32Exception)
        {
            return "";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "";
        }
        finally
        {
            if (process is { HasExited: false })
            {
                process.Kill(entireProcessTree: true);
            }

            process?.Dispose();
        }
    }

    private static SemanticVersion? FindVersion(string line) =>
        line.Split(' ')
            .Select(word => SemanticVersion.TryParse(word.Trim().TrimStart('v'), out var version) ? version : null)
            .FirstOrDefault(v => v is not null);

    /// <summary>A program before a script: the shims of version managers choose a runtime by files of the user's that no sandbox holds.</summary>
    private static string? FindOnPath(string name)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(directory => Path.Combine(directory, file))
            .Where(File.Exists)
            .ToArray();
        return found.FirstOrDefault(path => !IsScript(path)) ?? found.FirstOrDefault();
    }

    private static bool IsScript(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return file.ReadByte() == '#' && file.ReadByte() == '!';
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
