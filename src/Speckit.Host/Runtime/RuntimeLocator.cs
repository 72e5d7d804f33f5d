using System.ComponentModel;
using System.Diagnostics;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;
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

    /// <summary>The runtime's executable on this process's search path, or null.</summary>
    internal static string? FindExecutable(PluginRuntime runtime) => FindExecutable(runtime, OwnPath);

    private static string? OwnPath => Environment.GetEnvironmentVariable("PATH");

    private static string? FindExecutable(PluginRuntime runtime, string? path) =>
        runtime switch
        {
            PluginRuntime.Dotnet => FindOnPath("dotnet", path),
            PluginRuntime.Python => FindOnPath("python3", path) ?? FindOnPath("python", path),
            PluginRuntime.Node => FindOnPath("node", path),
            _ => null,
        };

    /// <summary>The oldest version of the runtime that its SDK works with, or null where the plugin itself says what it needs.</summary>
    internal static SemanticVersion? OldestOf(PluginRuntime runtime) =>
        runtime switch
        {
            PluginRuntime.Python => SemanticVersion.Parse("3.11.0"),
            PluginRuntime.Node => SemanticVersion.Parse("18.0.0"),
            _ => null,
        };

    /// <summary>The runtime's executable on a search path, or what to install.</summary>
    internal static Result<string> Require(PluginRuntime runtime, string? path) =>
        FindExecutable(runtime, path) is { } executable
            ? executable
            : HostDiagnostics.RuntimeUnavailable.Error(
                $"the plugin needs {NameOf(runtime)}, which is not on the PATH",
                OldestOf(runtime) is { } oldest
                    ? $"install {NameOf(runtime)} {oldest.Major}.{oldest.Minor} or newer, or add it to the PATH"
                    : "install it, or add it to the PATH"
            );

    /// <summary>An error when the runtime is not there, or older than its SDK works with; it is started to be asked.</summary>
    internal static async Task<Diagnostic?> FindProblemAsync(PluginRuntime runtime, CancellationToken cancellationToken)
    {
        if (OldestOf(runtime) is not { } oldest)
        {
            return null;
        }

        var required = Require(runtime, OwnPath);
        if (!required.Succeeded)
        {
            return required.Diagnostics[0];
        }

        var version = await FindVersionAsync(runtime, cancellationToken);
        return version is null || version >= oldest
            ? null
            : HostDiagnostics.RuntimeUnavailable.Error(
                $"the plugin needs {NameOf(runtime)} {oldest.Major}.{oldest.Minor} or newer, and '{required.Value}' is {version}",
                $"install a newer {NameOf(runtime)}, and put it first on the PATH"
            );
    }

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
    private static string? FindOnPath(string name, string? path)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        var found = (path ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(directory => Path.Combine(directory, file))
            .Where(path => File.Exists(path) && !IsInProject(path))
            .ToArray();
        return found.FirstOrDefault(program => !IsScript(program)) ?? found.FirstOrDefault();
    }

    /// <summary>What is in a project with plugins, such as an activated virtual environment, plugins may have written: the host does not run it.</summary>
    private static bool IsInProject(string path)
    {
        for (var folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(new ProjectLayout(folder).LockFile))
            {
                return true;
            }
        }

        return false;
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
