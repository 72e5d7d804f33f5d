using Speckit.Host.Platform;

namespace Speckit.Host.Sandbox;

/// <summary>Keeps the host's own memory and environment closed to other processes of the user while plugins run that see it in <c>/proc</c>.
/// Meanwhile it writes no core file, and no debugger of an ordinary user attaches.</summary>
internal sealed class ClosedMemory
{
    private readonly Lock _lock = new();
    private int _holders;

    /// <summary>Closes it until what is returned, and everything else that this returned, is disposed.</summary>
    internal IDisposable Close()
    {
        lock (_lock)
        {
            if (_holders++ == 0)
            {
                Set(isOpen: false);
            }
        }

        return new Holder(this);
    }

    private void Open()
    {
        lock (_lock)
        {
            if (--_holders == 0)
            {
                Set(isOpen: true);
            }
        }
    }

    private static void Set(bool isOpen)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = UnixNative.ProcessControl(LinuxNative.PrSetDumpable, isOpen ? 1ul : 0, 0, 0, 0);
        }
    }

    private sealed class Holder(ClosedMemory owner) : IDisposable
    {
        private ClosedMemory? _owner = owner;

        public void Dispose() => Interlocked.Exchange(ref _owner, null)?.Open();
    }
}
