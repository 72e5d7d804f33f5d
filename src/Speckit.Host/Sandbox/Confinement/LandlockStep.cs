using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Speckit.Host.Platform;
using Speckit.Host.Sandbox.Profiles;

namespace Speckit.Host.Sandbox.Confinement;

/// <summary>Puts the calling thread, and what it becomes, under Landlock's rules.</summary>
[SupportedOSPlatform("linux")]
internal static class LandlockStep
{
    private const int RulePath = 1;
    private const int RulePort = 2;
    private const int NoEntry = 2;

    internal static unsafe void Apply(ConfineOrder order)
    {
        if (order.HandledFiles == 0)
        {
            return;
        }

        var ruleset = new LinuxNative.LandlockRuleset
        {
            Files = order.HandledFiles,
            Network = order.HandledNetwork,
            Scoped = order.Scoped,
        };

        // An older kernel takes the newer structure as long as what it does not know is zero.
        var descriptor = Check(
            LinuxNative.LandlockCreate(
                LinuxNative.LandlockCreateNumber,
                &ruleset,
                (nuint)sizeof(LinuxNative.LandlockRuleset),
                0
            ),
            "creating Landlock's rules"
        );
        foreach (var rule in order.Files)
        {
            AddPath(descriptor, rule, order.HandledFiles);
        }

        if (order.ProxyPort != 0 && (order.HandledNetwork & LandlockAccess.ConnectTcp) != 0)
        {
            var port = new LinuxNative.LandlockPort { Allowed = LandlockAccess.ConnectTcp, Port = order.ProxyPort };
            _ = Check(
                LinuxNative.LandlockAddRule(LinuxNative.LandlockAddRuleNumber, descriptor, RulePort, &port, 0),
                "allowing the proxy's port"
            );
        }

        _ = Check(
            LinuxNative.LandlockRestrict(LinuxNative.LandlockRestrictNumber, descriptor, 0),
            "applying Landlock's rules"
        );
        _ = LinuxNative.Close((int)descriptor);
    }

    private static unsafe void AddPath(long ruleset, FileRule rule, ulong handled)
    {
        // The kernel forgets such a folder and makes it anew under another number, which the rule would not be for: so it is held open, by what
        // this process becomes as well.
        var isHeld = rule.Path == SystemPaths.OwnProcess;
        var opened = LinuxNative.Open(rule.Path, LinuxNative.OpenPath | (isHeld ? 0 : LinuxNative.CloseOnExec));
        if (opened < 0 && Marshal.GetLastPInvokeError() == NoEntry)
        {
            return;
        }

        _ = Check(opened, $"opening {rule.Path}");
        var path = new LinuxNative.LandlockPath
        {
            Allowed = rule.Access & handled & (IsDirectory(opened) ? ulong.MaxValue : LandlockAccess.OfFiles),
            Parent = opened,
        };
        if (path.Allowed != 0)
        {
            _ = Check(
                LinuxNative.LandlockAddRule(LinuxNative.LandlockAddRuleNumber, ruleset, RulePath, &path, 0),
                $"allowing {rule.Path}"
            );
        }

        if (!isHeld)
        {
            _ = LinuxNative.Close(opened);
        }
    }

    private static unsafe bool IsDirectory(int descriptor)
    {
        LinuxNative.StatxBuffer buffer;
        _ = Check(
            LinuxNative.Statx(descriptor, "", LinuxNative.AtEmptyPath, LinuxNative.StatxMode, &buffer),
            "looking at a path"
        );
        return (buffer.Mode & LinuxNative.ModeMask) == LinuxNative.ModeDirectory;
    }

    private static long Check(long result, string what)
    {
        if (result >= 0)
        {
            return result;
        }

        var error = Marshal.GetLastPInvokeError();
        throw new Win32Exception(error, $"{what} failed: {Marshal.GetPInvokeErrorMessage(error)}");
    }
}
