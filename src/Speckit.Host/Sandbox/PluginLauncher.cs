using System.Globalization;
using System.Runtime.Versioning;
using Speckit.Host.Platform;

namespace Speckit.Host.Sandbox;

/// <summary>The step between the host and a plugin: the launcher, started with <see cref="Verb"/>, puts itself into a process group
/// of its own, asks the kernel to end it when the host ends, and becomes the plugin. It is the whole of the tier <c>process</c>.</summary>
public static class PluginLauncher
{
    /// <summary>The first argument of a launcher call: <c>&lt;verb&gt; &lt;host's process id&gt; &lt;program&gt; [arguments…]</c>.</summary>
    public const string Verb = "__launch";

    private const int CannotLaunch = 126;

    /// <summary>Becomes the plugin; returns only when that fails.</summary>
    public static int Run(string[] args)
    {
        if (
            OperatingSystem.IsWindows()
            || args.Length < 3
            || !int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out var host)
        )
        {
            return CannotLaunch;
        }

        return Become(host, args[2], args[2..]);
    }

    /// <summary>What comes before a program and its arguments to make the launcher start it.</summary>
    internal static IEnumerable<string> Prefix() =>
        [Verb, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)];

    [UnsupportedOSPlatform("windows")]
    private static int Become(int host, string program, string[] arguments)
    {
        _ = UnixNative.SetSid();
        if (OperatingSystem.IsLinux())
        {
            OpenDescriptors.CloseAtExec();
            SignalMask.Unblock();
            _ = UnixNative.ProcessControl(UnixNative.PrSetParentDeathSignal, UnixNative.SigKill, 0, 0, 0);

            // The host may have ended before the kernel was asked.
            if (UnixNative.GetParentProcessId() != host)
            {
                return CannotLaunch;
            }
        }

        _ = UnixNative.Execute(program, [.. arguments, null]);
        Console.Error.WriteLine($"cannot start {program}");
        return CannotLaunch;
    }
}
