using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;

namespace Speckit.Manifests.Sections;

/// <summary><c>resource_limits</c> (OSpec: "Plugin Security"; decisions, 11).</summary>
internal static class ResourceLimitsSection
{
    private const int MaxMegabytes = 1 << 20;
    private const int MaxCpuPercent = 10_000;
    private const int MaxSeconds = 86_400;
    private const int MaxCount = 1 << 20;

    public static ResourceLimits Read(Fields root)
    {
        if (root.Section("resource_limits") is not { } limits)
        {
            return ResourceLimits.Default;
        }

        var result = new ResourceLimits
        {
            MemoryMegabytes = limits.Find("memory_mb")?.Whole(1, MaxMegabytes),
            CpuPercent = limits.Find("cpu_percent")?.Whole(1, MaxCpuPercent),
            Timeout = limits.Find("timeout") is { } timeout ? Timeout(timeout) : null,
            Processes = limits.Find("processes")?.Whole(1, MaxCount),
            OpenFiles = limits.Find("open_files")?.Whole(1, MaxCount),
            OutputMegabytes = limits.Find("output_mb")?.Whole(1, MaxMegabytes),
        };
        limits.Done();
        return result;
    }

    /// <summary>Seconds that a call may take.</summary>
    public static TimeSpan? Timeout(Value value) => value.Duration("seconds", MaxSeconds, TimeSpan.FromSeconds);
}
