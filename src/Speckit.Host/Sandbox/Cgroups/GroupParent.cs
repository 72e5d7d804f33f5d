using System.Globalization;
using Speckit.Host.Sandbox.Profiles;

namespace Speckit.Host.Sandbox.Cgroups;

/// <summary>A folder of a hierarchy below which groups may be made.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Controllers">The controllers of version 1 that the hierarchy has; empty for version 2.</param>
internal sealed record GroupParent(string Path, string Controllers)
{
    private const string Mount = "/sys/fs/cgroup";

    /// <summary>bubblewrap's two processes, which in version 1 are in the group too.</summary>
    private const int Wrappers = 2;
    private static readonly string[] Used = ["memory", "pids", "cpu"];

    /// <summary>The settings of a group below it.</summary>
    internal IEnumerable<(string File, string Value)> Settings(SandboxLimits limits)
    {
        var memory = ((long)limits.MemoryMegabytes << 20).ToString(CultureInfo.InvariantCulture);
        var processes = limits.Processes.ToString(CultureInfo.InvariantCulture);
        var names = Controllers.Split(',');
        if (Controllers.Length == 0)
        {
            yield return ("memory.max", memory);
            yield return ("memory.swap.max", "0");
            yield return ("pids.max", processes);
            if (limits.CpuPercent is { } percent)
            {
                yield return ("cpu.max", $"{Quota(percent)} 100000");
            }
        }

        if (names.Contains("memory", StringComparer.Ordinal))
        {
            yield return ("memory.limit_in_bytes", memory);
            yield return ("memory.memsw.limit_in_bytes", memory);
        }

        if (names.Contains("pids", StringComparer.Ordinal))
        {
            yield return ("pids.max", (limits.Processes + Wrappers).ToString(CultureInfo.InvariantCulture));
        }

        if (names.Contains("cpu", StringComparer.Ordinal) && limits.CpuPercent is { } share)
        {
            yield return ("cpu.cfs_quota_us", Quota(share));
        }
    }

    /// <summary>The hierarchies of this machine below which this process could make groups; it is tried when one is made.</summary>
    internal static IReadOnlyList<GroupParent> Find(string membership = "/proc/self/cgroup", string mount = Mount)
    {
        var found = new List<GroupParent>();
        foreach (var line in File.Exists(membership) ? File.ReadAllLines(membership) : [])
        {
            if (
                line.Split(':', 3) is not [_, var controllers, var path]
                || controllers.StartsWith("name=", StringComparison.Ordinal)
            )
            {
                continue;
            }

            if (controllers.Length > 0)
            {
                if (!controllers.Split(',').Any(Used.Contains))
                {
                    continue;
                }

                Add(found, System.IO.Path.Combine(mount, controllers), path, controllers);
            }
            else if (FindUnified(mount) is { } unified)
            {
                // A group with processes gives its children no controllers: beside it, not below it.
                Add(found, unified, System.IO.Path.GetDirectoryName(path.TrimEnd('/')) ?? "/", "");
            }
        }

        return found;
    }

    /// <summary>Removes the groups of hosts that have ended.</summary>
    /// <param name="isAbandoned">Tells a group's name that nobody needs any more.</param>
    internal void Sweep(Func<string, bool> isAbandoned)
    {
        foreach (var folder in Directory.EnumerateDirectories(Path, GroupName.Prefix + "*"))
        {
            if (isAbandoned(System.IO.Path.GetFileName(folder)))
            {
                ControlGroup.Sweep(folder);
            }
        }
    }

    private static string? FindUnified(string mount) =>
        new[] { mount, System.IO.Path.Combine(mount, "unified") }.FirstOrDefault(m =>
            File.Exists(System.IO.Path.Combine(m, "cgroup.controllers"))
        );

    private static void Add(List<GroupParent> found, string mount, string path, string controllers)
    {
        // In a container the path may be that of the machine, which is not to be seen from inside.
        var own = mount + path.TrimEnd('/');
        var folder = Directory.Exists(own) ? own : mount;
        if (Directory.Exists(folder) && (controllers.Length > 0 || GivesControllers(folder)))
        {
            found.Add(new GroupParent(folder, controllers));
        }
    }

    /// <summary>Whether groups below a folder of version 2 have limits at all.</summary>
    private static bool GivesControllers(string folder)
    {
        var file = System.IO.Path.Combine(folder, "cgroup.subtree_control");
        return File.Exists(file) && File.ReadAllText(file).Split(' ', '\n').Any(Used.Contains);
    }

    private static string Quota(int percent) => (percent * 1000L).ToString(CultureInfo.InvariantCulture);
}
