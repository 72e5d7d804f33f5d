using System.Buffers;
using System.Text;

namespace Speckit.Host.Services.Shell;

/// <summary>Reads what a program writes to its end, and keeps the first of it: a program that writes too much is not held up.</summary>
/// <param name="most">How many bytes to keep.</param>
internal sealed class CappedOutput(int most)
{
    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly Lock _lock = new();
    private bool _isTruncated;

    /// <summary>Whether some of it was not kept.</summary>
    internal bool IsTruncated
    {
        get
        {
            lock (_lock)
            {
                return _isTruncated;
            }
        }
    }

    /// <summary>What was kept, as text; bytes that are none are replaced.</summary>
    internal string Text
    {
        get
        {
            lock (_lock)
            {
                return Encoding.UTF8.GetString(_kept.WrittenSpan);
            }
        }
    }

    /// <summary>Reads until the end.</summary>
    internal async Task ReadAsync(Stream stream)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer)) > 0)
            {
                Keep(buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The program ended: what was read is what there is.
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            var room = most - _kept.WrittenCount;
            _kept.Write(bytes[..Math.Min(room, bytes.Length)]);
            _isTruncated |= bytes.Length > room;
        }
    }
}
