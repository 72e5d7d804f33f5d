using System.Text;
using Speckit.Host.Configuration;

namespace Speckit.Host.Runtime;

/// <summary>Reads a plugin's standard error to its end and keeps the last of it. A plugin can write as much as it likes; it costs nothing.</summary>
internal sealed class StandardErrorTail
{
    private const int Shown = 2000;

    /// <summary>More than is shown: a secret that begins before what is shown must be seen whole to be hidden.</summary>
    private const int Kept = 16 * 1024;
    private readonly byte[] _tail = new byte[Kept];
    private readonly Lock _lock = new();
    private readonly Task _reading;
    private long _total;

    internal StandardErrorTail(Stream stream) => _reading = ReadAllAsync(stream);

    /// <summary>The last of it, in one line without secrets; waits a little for what is still under way.</summary>
    internal async Task<string> ReadAsync(TimeSpan patience, SecretMask secrets)
    {
        _ = await Task.WhenAny(_reading, Task.Delay(patience));
        var text = secrets.Apply(Copy()).Trim();
        return text[Math.Max(0, text.Length - Shown)..].Trim().ReplaceLineEndings(" | ");
    }

    private string Copy()
    {
        lock (_lock)
        {
            var length = (int)Math.Min(_total, Kept);
            var start = (int)(_total > Kept ? _total % Kept : 0);
            var bytes = new byte[length];
            for (var i = 0; i < length; i++)
            {
                bytes[i] = _tail[(start + i) % Kept];
            }

            return Encoding.UTF8.GetString(bytes);
        }
    }

    private async Task ReadAllAsync(Stream stream)
    {
        var buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer)) > 0)
            {
                Keep(buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process ended: what was read is what there is.
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            foreach (var b in bytes)
            {
                _tail[_total++ % Kept] = b;
            }
        }
    }
}
