using System.Globalization;

namespace Speckit.Host.Policy.Model;

/// <summary>How much of the network a plugin may reach, from least to most.</summary>
public enum NetworkAccess
{
    /// <summary>None: the capability is denied.</summary>
    None,

    /// <summary>Listed hosts alone.</summary>
    Restricted,

    /// <summary>As far as the grant goes.</summary>
    Full,
}

/// <summary>The most that a plugin may use; null where nothing is said (OSpec "Plugin Security"; security: "resource_limits").</summary>
public sealed record PolicyLimits
{
    /// <summary>No limit beyond the host's own.</summary>
    public static PolicyLimits None { get; } = new();

    /// <summary>Memory in MiB.</summary>
    public int? MemoryMb { get; init; }

    /// <summary>Processor time in percent of one processor.</summary>
    public int? CpuPercent { get; init; }

    /// <summary>Seconds that one call may take.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Processes at once.</summary>
    public int? Processes { get; init; }

    /// <summary>Open files at once.</summary>
    public int? OpenFiles { get; init; }

    /// <summary>Output of one call in MiB.</summary>
    public int? OutputMb { get; init; }

    /// <summary>How much of the network.</summary>
    public NetworkAccess? Network { get; init; }

    /// <summary>The smaller of each limit.</summary>
    public PolicyLimits Tighten(PolicyLimits other) =>
        new()
        {
            MemoryMb = Least(MemoryMb, other.MemoryMb),
            CpuPercent = Least(CpuPercent, other.CpuPercent),
            TimeoutSeconds = Least(TimeoutSeconds, other.TimeoutSeconds),
            Processes = Least(Processes, other.Processes),
            OpenFiles = Least(OpenFiles, other.OpenFiles),
            OutputMb = Least(OutputMb, other.OutputMb),
            Network = Least(Network, other.Network),
        };

    /// <summary>The limits as a policy writes them: <c>memory_mb 512, network_access restricted</c>.</summary>
    public override string ToString() => string.Join(", ", Items().Select(i => $"{i.Name} {i.Value}"));

    /// <summary>The limits that are set, by their names in policies.</summary>
    public IEnumerable<(string Name, string Value)> Items()
    {
        (string, int?)[] numbers =
        [
            ("memory_mb", MemoryMb),
            ("cpu_percent", CpuPercent),
            ("timeout", TimeoutSeconds),
            ("processes", Processes),
            ("open_files", OpenFiles),
            ("output_mb", OutputMb),
        ];
        foreach (var (name, value) in numbers)
        {
            if (value is { } set)
            {
                yield return (name, set.ToString(CultureInfo.InvariantCulture));
            }
        }

        if (Network is { } network)
        {
            yield return ("network_access", NameOf(network));
        }
    }

    private static T? Least<T>(T? left, T? right)
        where T : struct, IComparable =>
        left is not { } a ? right
        : right is not { } b ? left
        : a.CompareTo(b) <= 0 ? a
        : b;

    private static string NameOf(NetworkAccess access) =>
        access switch
        {
            NetworkAccess.None => "none",
            NetworkAccess.Restricted => "restricted",
            _ => "full",
        };
}
