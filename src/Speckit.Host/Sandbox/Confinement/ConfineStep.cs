using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Speckit.Host.Platform;

namespace Speckit.Host.Sandbox.Confinement;

/// <summary>The last step before a plugin: the launcher, started inside the sandbox with <see cref="Verb"/>, takes the host's order from
/// a socket that it inherited, gives up what the plugin may not have, and becomes the plugin.</summary>
public static class ConfineStep
{
    /// <summary>The first argument of the call: <c>&lt;verb&gt; &lt;descriptor&gt; &lt;program&gt; [arguments…]</c>.</summary>
    public const string Verb = "__confine";

    private const int CannotConfine = 125;

    /// <summary>Becomes the plugin; returns only when that fails.</summary>
    public static int Run(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return
            OperatingSystem.IsLinux()
            && args.Length >= 3
            && int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out var control)
            ? Become(control, args[2..])
            : CannotConfine;
    }

    [SupportedOSPlatform("linux")]
    private static int Become(int control, string[] command)
    {
        try
        {
            Check(ControlSocket.Send(control, [ControlSocket.Here], -1), "reaching the host");
            var order = ConfineOrder.Decode(ControlSocket.ReadOrder(control));
            Obey(order, control);
            Check(ControlSocket.Send(control, [ControlSocket.Ready], -1), "telling the host");
            Check(UnixNative.Execute(command[0], [.. command, null]), $"starting {command[0]}");
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            _ = ControlSocket.Send(control, [ControlSocket.Failed, .. Encoding.UTF8.GetBytes(e.Message)], -1);
            Console.Error.WriteLine(e.Message);
        }

        return CannotConfine;
    }

    /// <summary>The order of the steps matters: what needs more rights comes before what takes them away, the filter comes last.</summary>
    [SupportedOSPlatform("linux")]
    private static void Obey(ConfineOrder order, int control)
    {
        OpenDescriptors.CloseAtExec();
        FollowParent(order.Parent);
        foreach (var check in order.Checks)
        {
            if (FileIdentity.Of(check.Path) != check.Identity)
            {
                throw new IOException($"{check.Path} is not what the host looked at");
            }
        }

        if (order.ProxyPort != 0)
        {
            HandOverListener(order.ProxyPort, control);
        }

        SignalMask.Unblock();
        foreach (var limit in order.Limits)
        {
            SetLimit(limit);
        }

        Check(
            UnixNative.ProcessControl(LinuxNative.PrSetNoNewPrivileges, 1, 0, 0, 0),
            "giving up the way to new privileges"
        );
        LandlockStep.Apply(order);
        if (order.DropCapabilities)
        {
            Check(Capabilities.Drop(), "giving up the kernel's capabilities");
        }

        InstallFilter(order.Filter);
    }

    [SupportedOSPlatform("linux")]
    private static void FollowParent(int parent)
    {
        if (parent == 0)
        {
            return;
        }

        _ = UnixNative.SetSid();
        Check(
            UnixNative.ProcessControl(UnixNative.PrSetParentDeathSignal, UnixNative.SigKill, 0, 0, 0),
            "following the host"
        );
        if (UnixNative.GetParentProcessId() != parent)
        {
            throw new IOException("the host has ended");
        }
    }

    [SupportedOSPlatform("linux")]
    private static void HandOverListener(ushort port, int control)
    {
        var listener = ControlSocket.ListenOnLoopback(port);
        Check(ControlSocket.Send(control, [ControlSocket.Listening], listener), "handing over the proxy's socket");
        _ = LinuxNative.Close(listener);
    }

    /// <summary>A limit that is already lower stays.</summary>
    [SupportedOSPlatform("linux")]
    private static unsafe void SetLimit(ProcessLimit limit)
    {
        LinuxNative.ResourceLimit now;
        Check(LinuxNative.GetLimit(limit.Resource, &now), "reading a limit");
        var value = Math.Min(limit.Value, now.Maximum);
        var next = new LinuxNative.ResourceLimit { Current = value, Maximum = value };
        Check(LinuxNative.SetLimit(limit.Resource, &next), "setting a limit");
    }

    [SupportedOSPlatform("linux")]
    private static unsafe void InstallFilter(byte[] filter)
    {
        if (filter.Length == 0)
        {
            return;
        }

        fixed (byte* instructions = filter)
        {
            var program = new LinuxNative.FilterProgram
            {
                Length = (ushort)(filter.Length / Seccomp.BpfInstruction.Size),
                Instructions = instructions,
            };
            Check(
                LinuxNative.SetSeccomp(LinuxNative.PrSetSeccomp, LinuxNative.SeccompModeFilter, &program, 0, 0),
                "installing the filter of system calls"
            );
        }
    }

    private static void Check(long result, string what)
    {
        if (result < 0)
        {
            throw Failure(what);
        }
    }

    private static Win32Exception Failure(string what)
    {
        var error = Marshal.GetLastPInvokeError();
        return new Win32Exception(error, $"{what} failed: {Marshal.GetPInvokeErrorMessage(error)}");
    }
}
