using System.Diagnostics;

namespace Speckit.Host.Platform;

/// <summary>Ends a process and everything it started.</summary>
internal static class ProcessGroup
{
    /// <summary>Asks the group to end (SIGTERM; on Windows there is no gentle way and nothing happens).</summary>
    internal static void Terminate(Process leader, bool leadsGroup)
    {
        if (!OperatingSystem.IsWindows() && !leader.HasExited)
        {
            _ = UnixNative.Kill(leadsGroup ? -leader.Id : leader.Id, UnixNative.SigTerm);
        }
    }

    /// <summary>Ends the group at once. Called while the leader has just been waited on, so that its number still names its group.</summary>
    internal static void Kill(Process leader, bool leadsGroup)
    {
        if (leadsGroup && !OperatingSystem.IsWindows())
        {
            _ = UnixNative.Kill(-leader.Id, UnixNative.SigKill);
            return;
        }

        if (!leader.HasExited)
        {
            leader.Kill(entireProcessTree: true);
        }
    }
}
