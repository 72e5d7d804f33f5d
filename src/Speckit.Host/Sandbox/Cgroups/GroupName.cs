using System.Globalization;
using System.Runtime.InteropServices;
using Speckit.Host.Platform;

namespace Speckit.Host.Sandbox.Cgroups;

/// <summary>Names of groups. A name tells which host made the group, by its PID namespace, its number there, and when it started: the number alone
/// is given again, and stands for another process in another container that shares the hierarchy.</summary>
internal static class GroupName
{
    /// <summary>What all names begin with.</summary>
    internal const string Prefix = "speckit-";

    private static readonly Lazy<string> _namespace = new(FindNamespace);
    private static readonly Lazy<string> _own = new(() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Prefix}{_namespace.Value}-{Environment.ProcessId}-{StartOf(Environment.ProcessId)}"
        )
    );
    private const string NotSeen = "";
    private const string UnknownNamespace = "0";
    private static int _count;

    /// <summary>A name that nobody else has.</summary>
    internal static string Next() =>
        string.Create(CultureInfo.InvariantCulture, $"{_own.Value}-{Interlocked.Increment(ref _count)}");

    /// <summary>Whether the host that made a group has ended. Of a host in another PID namespace that cannot be told.</summary>
    internal static bool IsAbandoned(string name) => IsAbandoned(name, _namespace.Value, StartOf);

    /// <inheritdoc cref="IsAbandoned(string)"/>
    /// <param name="name">The group's name.</param>
    /// <param name="pidNamespace">The namespace in which processes are looked for.</param>
    /// <param name="startOf">When a process there started; null for one that is not there, and nothing for one that does not let itself be seen.</param>
    internal static bool IsAbandoned(string name, string pidNamespace, Func<int, string?> startOf) =>
        name.StartsWith(Prefix, StringComparison.Ordinal)
        && name[Prefix.Length..].Split('-') is [var space, var process, { Length: > 0 } start, _]
        && space == pidNamespace
        && space != UnknownNamespace
        && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && startOf(id) is var running
        && (running is null || (running.Length > 0 && running != start));

    /// <summary>The number of this process's PID namespace, as far as it can be told.</summary>
    private static string FindNamespace()
    {
        var target = new FileInfo("/proc/self/ns/pid").LinkTarget ?? "";
        return target.Split('[', ']') is [_, var number, _] ? number : UnknownNamespace;
    }

    /// <summary>When a process started, in ticks since the machine did (field 22 of its <c>stat</c>; see proc(5)).</summary>
    private static string? StartOf(int process)
    {
        const int fieldAfterName = 19;
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));

            // The name may hold spaces and parentheses.
            return stat[(stat.LastIndexOf(')') + 1)..].TrimStart().Split(' ').ElementAtOrDefault(fieldAfterName)
                ?? NotSeen;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file system of processes that hides those of others hides hosts that run.
            return IsThere(process) ? NotSeen : null;
        }
    }

    private static bool IsThere(int process)
    {
        const int noSuchProcess = 3;
        return OperatingSystem.IsWindows()
            || UnixNative.Kill(process, 0) == 0
            || Marshal.GetLastPInvokeError() != noSuchProcess;
    }
}
