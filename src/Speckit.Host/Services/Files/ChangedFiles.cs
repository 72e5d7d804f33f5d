using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Speckit.Host.Platform;
using Speckit.Protocol;

namespace Speckit.Host.Services.Files;

/// <summary>What git says has changed in a project.</summary>
internal static class ChangedFiles
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Files that differ from a commit, and those that git does not track and does not ignore; sorted.</summary>
    /// <param name="root">The project's root.</param>
    /// <param name="since">A commit, or null for HEAD.</param>
    /// <param name="cancellationToken">Ends git.</param>
    internal static async Task<IReadOnlyList<string>> FindAsync(
        string root,
        string? since,
        CancellationToken cancellationToken
    )
    {
        if (since is not null && (since.StartsWith('-') || since.Length > 200))
        {
            throw new RpcErrorException(RpcErrorCodes.InvalidParams, $"'{since}' is not a commit");
        }

        var filters = await FindFiltersAsync(root, cancellationToken);
        var changed = await RunAsync(
            root,
            [
                "diff",
                "--name-only",
                "--relative",
                "-z",
                "--no-ext-diff",
                "--ignore-submodules=dirty",
                "--diff-filter=d",
                since ?? "HEAD",
                "--",
            ],
            filters,
            cancellationToken
        );
        var untracked = await RunAsync(
            root,
            ["ls-files", "-z", "--others", "--exclude-standard"],
            [],
            cancellationToken
        );
        return [.. changed.Concat(untracked).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The settings of the filters which the repository's own configuration names: comparing a file would run them
    /// if they were not made empty.
    /// The user's own, such as those for large files, stay.</summary>
    private static async Task<string[]> FindFiltersAsync(string root, CancellationToken cancellationToken)
    {
        string[] list = ["config", "--local", "--includes", "--null", "--name-only", "--list"];
        var keys = await RunAsync(root, list, [], cancellationToken);
        return [.. keys.Where(key => key.StartsWith("filter.", StringComparison.OrdinalIgnoreCase)).Distinct()];
    }

    /// <summary>Not a git of the project's own: plugins may have written it, and this one runs outside of every sandbox.</summary>
    private static string FindGit(string root) =>
        OperatingSystem.IsWindows()
            ? "git"
            : SearchPath.FindProgram("git", root, Environment.GetEnvironmentVariable("PATH"))
                ?? throw new RpcErrorException(RpcErrorCodes.InternalError, "git cannot be run: it is not on the PATH");

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new RpcErrorException(RpcErrorCodes.InternalError, $"git cannot be run: {e.Message}");
        }
    }

    private static async Task<string[]> RunAsync(
        string root,
        string[] arguments,
        string[] emptied,
        CancellationToken cancellationToken
    )
    {
        // A repository's own configuration may name programs: none of them runs here.
        string[] safe = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.pager=cat"];
        var start = new ProcessStartInfo(FindGit(root))
        {
            WorkingDirectory = root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in safe.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["GIT_CONFIG_COUNT"] = emptied.Length.ToString(CultureInfo.InvariantCulture);
        for (var i = 0; i < emptied.Length; i++)
        {
            start.Environment[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_KEY_{i}")] = emptied[i];
            start.Environment[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_VALUE_{i}")] = "";
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        using var process = Start(start);
        process.StandardInput.Close();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            var complaint = await errors;
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0
                ? output.Split('\0', StringSplitOptions.RemoveEmptyEntries)
                : throw new RpcErrorException(RpcErrorCodes.NotFound, $"git: {complaint.Trim()}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
