using System.Globalization;

namespace Speckit.EndToEnd.FaultInjection;

/// <summary>strace(1), which can count a program's system calls and kill it when it is about to make the n-th of a kind.</summary>
internal static class Strace
{
    private const string Changing =
        "rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,symlink,symlinkat,link,linkat,"
        + "openat,fsync,fdatasync,chmod,fchmod,fchmodat,ftruncate,fallocate,write,pwrite64,copy_file_range,sendfile,utimensat";

    /// <summary>Why it cannot be used here, or null.</summary>
    internal static async Task<string?> FindObstacleAsync(string directory)
    {
        if (!OperatingSystem.IsLinux())
        {
            return "strace is Linux's";
        }

        try
        {
            var tried = await Tools.RunAsync("strace", ["-f", "-qq", "-o", "/dev/null", "true"], directory, directory);
            return tried.ExitCode == 0 ? null : $"this system does not permit ptrace: {tried.Error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "strace is not installed";
        }
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>How it ended, and the steps it took that changed the file system, each with its number among its thread's calls of that name.</returns>
    internal static async Task<(Finished Finished, List<FileSystemStep> Steps)> CountAsync(
        Sandbox sandbox,
        string[] command
    )
    {
        var trace = Path.Combine(sandbox.Work, "trace");
        var finished = await RunAsync(sandbox, ["-y", "-s", "0", "-o", trace, "-e", $"trace={Changing}"], command);
        return (finished, FileSystemStep.Parse(File.ReadLines(trace)));
    }

    /// <summary>Runs a command that is killed when it is about to take a step.</summary>
    internal static async Task<Finished> KillBeforeAsync(Sandbox sandbox, FileSystemStep step, string[] command)
    {
        var number = step.Number.ToString(CultureInfo.InvariantCulture);
        return await RunAsync(
            sandbox,
            ["-o", "/dev/null", "-e", $"trace={step.Call}", "-e", $"inject={step.Call}:signal=KILL:when={number}"],
            command
        );
    }

    private static Task<Finished> RunAsync(Sandbox sandbox, string[] options, string[] command) =>
        Tools.RunAsync(
            "strace",
            ["-f", "-qq", .. options, "--", Tools.Specify, .. command],
            sandbox.Project,
            sandbox.Home
        );
}
