using System.Diagnostics;
using System.Globalization;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Manifests.Model;

namespace Speckit.Host.Sandbox;

/// <summary>Tells language runtimes how much memory there is, so that they collect before the kernel ends them: three quarters of the limit
/// are for objects.</summary>
internal static class HeapLimits
{
    internal static void Apply(ProcessStartInfo start, PluginRuntime kind, SandboxLimits limits)
    {
        var megabytes = Math.Max(16, limits.MemoryMegabytes * 3L / 4);
        switch (kind)
        {
            case PluginRuntime.Dotnet:
                start.Environment["DOTNET_GCHeapHardLimit"] = (megabytes << 20).ToString(
                    "X",
                    CultureInfo.InvariantCulture
                );

                // Its double mapping makes a file of 2 GiB in memory, which the limit of a file's size forbids.
                start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
                break;
            case PluginRuntime.Node:
                start.Environment["NODE_OPTIONS"] = string.Create(
                    CultureInfo.InvariantCulture,
                    $"--max-old-space-size={megabytes}"
                );
                break;
            default:
                break;
        }
    }
}
