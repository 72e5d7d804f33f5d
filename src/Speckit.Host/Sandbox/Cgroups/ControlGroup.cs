using System.Collections.Immutable;
using System.Globalization;
using Speckit.Host.Platform;
using Speckit.Host.Sandbox.Profiles;

namespace Speckit.Host.Sandbox.Cgroups;

/// <summary>A control group for one plugin: in each hierarchy that this user may write, a folder with the plugin's limits. Version 2 has one
/// hierarchy, version 1 one for each controller.</summary>
internal sealed class ControlGroup
{
    private const string Threads = "tasks";
    private const string Self = "0";
    private const int MostTries = 40;
    private static readonly TimeSpan TimeBetweenTries = TimeSpan.FromMilliseconds(5);
    private readonly ImmutableArray<string> _folders;
    private readonly ImmutableArray<string> _ofVersion1;

    private ControlGroup(ImmutableArray<string> folders, bool limitsMemory, bool limitsProcesses)
    {
        _folders = folders;
        _ofVersion1 = [.. folders.Where(f => File.Exists(Path.Combine(f, Threads)))];
        LimitsMemory = limitsMemory;
        LimitsProcesses = limitsProcesses;
    }

    /// <summary>Whether the plugin's memory is limited by it.</summary>
    internal bool LimitsMemory { get; }

    /// <summary>Whether the number of its processes is limited by it.</summary>
    internal bool LimitsProcesses { get; }

    /// <summary>Makes a group, as far as the machine lets this user.</summary>
    /// <returns>The group, or null where no limit could be set.</returns>
    internal static ControlGroup? Create(IReadOnlyList<GroupParent> parents, string name, SandboxLimits limits)
    {
        var folders = ImmutableArray.CreateBuilder<string>();
        var memory = false;
        var processes = false;
        foreach (var parent in parents)
        {
            var folder = Path.Combine(parent.Path, name);
            if (!parent.Settings(limits).Any() || !TryMake(folder))
            {
                continue;
            }

            var set = parent.Settings(limits).Where(s => TryWrite(Path.Combine(folder, s.File), s.Value)).ToArray();
            if (set.Length == 0)
            {
                TryRemove(folder);
                continue;
            }

            folders.Add(folder);
            memory |= set.Any(s => s.File is "memory.max" or "memory.limit_in_bytes");
            processes |= set.Any(s => s.File == "pids.max");
        }

        return folders.Count == 0 ? null : new ControlGroup(folders.ToImmutable(), memory, processes);
    }

    /// <summary>Puts the calling thread into the group, as far as it is of version 1: what the thread starts is in it from the beginning. To
    /// move another process the kernel waits some ten milliseconds for all processors.</summary>
    internal bool TryEnter() => _ofVersion1.All(f => TryWrite(Path.Combine(f, Threads), Self));

    /// <summary>Puts the calling thread back to where groups are made.</summary>
    internal void Leave()
    {
        foreach (var folder in _ofVersion1)
        {
            _ = TryWrite(Path.Combine(Path.GetDirectoryName(folder)!, Threads), Self);
        }
    }

    /// <summary>Puts a process into the group, as far as it is of version 2; what it starts from then on is in it too.</summary>
    internal bool TryAdd(int process)
    {
        var number = process.ToString(CultureInfo.InvariantCulture);
        return _folders.Except(_ofVersion1).All(f => TryWrite(Path.Combine(f, "cgroup.procs"), number));
    }

    /// <summary>Whether the kernel ended a process of the group for want of memory.</summary>
    internal bool RanOutOfMemory() =>
        Counter("memory.events", "oom_kill") + Counter("memory.oom_control", "oom_kill") > 0;

    /// <summary>Whether the group could not have another process.</summary>
    internal bool RanOutOfProcesses() => Counter("pids.events", "max") > 0;

    /// <summary>Removes the group. The kernel lets it go once the last process in it was waited for.</summary>
    internal async Task RemoveAsync()
    {
        foreach (var folder in _folders)
        {
            for (var i = 0; i < MostTries && !TryRemove(folder); i++)
            {
                EndAll(folder);
                await Task.Delay(TimeBetweenTries);
            }
        }
    }

    /// <summary>Ends all that is in the group.</summary>
    internal void EndMembers()
    {
        foreach (var folder in _folders)
        {
            EndAll(folder);
        }
    }

    /// <summary>Removes a group that a host left behind, and ends what is still in it.</summary>
    internal static void Sweep(string folder)
    {
        EndAll(folder);
        _ = TryRemove(folder);
    }

    /// <summary>Ends what is in a group. Version 1 has no call for it: a process is taken by its handle, looked for in the group once more, and
    /// only then ended, so that it cannot be another one that got the number meanwhile.</summary>
    private static void EndAll(string folder)
    {
        if (TryWrite(Path.Combine(folder, "cgroup.kill"), "1") || !OperatingSystem.IsLinux())
        {
            return;
        }

        var members = Path.Combine(folder, "cgroup.procs");
        foreach (var line in ReadLines(members))
        {
            if (
                int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && process != Environment.ProcessId
                && ProcessHandle.Open(process) is { } handle
            )
            {
                using (handle)
                {
                    if (ReadLines(members).Contains(line, StringComparer.Ordinal))
                    {
                        handle.Signal(UnixNative.SigKill);
                    }
                }
            }
        }
    }

    private long Counter(string file, string key)
    {
        var total = 0L;
        foreach (var path in _folders.Select(f => Path.Combine(f, file)).Where(File.Exists))
        {
            foreach (var line in ReadLines(path))
            {
                if (
                    line.Split(' ') is [var name, var value]
                    && name == key
                    && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                )
                {
                    total += count;
                }
            }
        }

        return total;
    }

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool TryMake(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool TryRemove(string folder)
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Only into files that are there: a folder that is no control group must not be filled.</summary>
    private static bool TryWrite(string path, string value)
    {
        try
        {
            if (!File.Exists(path))
            {
                return false;
            }

            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            RandomAccess.Write(file, System.Text.Encoding.ASCII.GetBytes(value), fileOffset: 0);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
