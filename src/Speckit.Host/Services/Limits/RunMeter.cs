using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Services.Limits;

/// <summary>Counts what one plugin asks for in one run, over all its processes.</summary>
/// <param name="outputMegabytes">The most output that policies and the manifest allow, in MiB: it only makes limits smaller.</param>
public sealed class RunMeter(int? outputMegabytes = null)
{
    private const long Mebibyte = 1024 * 1024;
    private readonly ConcurrentDictionary<RunLimit, long> _counts = new();

    /// <summary>The most output that policies and the manifest allow, in MiB.</summary>
    internal int? OutputMegabytes => outputMegabytes;

    /// <summary>Counts more of a kind. What would be too much is not counted.</summary>
    /// <exception cref="RpcErrorException">The limit is reached; nothing more of the kind may be done.</exception>
    public void Count(RunLimit limit, long amount = 1)
    {
        ArgumentNullException.ThrowIfNull(limit);
        var most = MostOf(limit);
        var reached = false;
        _counts.AddOrUpdate(limit, _ => Add(0), (_, count) => Add(count));
        if (reached)
        {
            throw Reached(limit.Name, most);
        }

        long Add(long count)
        {
            reached = count + amount > most;
            return reached ? count : count + amount;
        }
    }

    /// <summary>Counts from nothing again: another run begins.</summary>
    internal void Reset() => _counts.Clear();

    /// <summary>The most there may be.</summary>
    public long MostOf(RunLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        return outputMegabytes is { } output && (limit == RunLimit.ConsoleBytes || limit == RunLimit.LogBytes)
            ? Math.Min(limit.Value, output * Mebibyte)
            : limit.Value;
    }

    private static RpcErrorException Reached(string name, long value) =>
        new(
            RpcErrorCodes.LimitReached,
            string.Create(CultureInfo.InvariantCulture, $"the limit '{name}' of this run is reached: {value}"),
            JsonSerializer.SerializeToElement(new LimitNotice(name, value), ProtocolJsonContext.Default.LimitNotice)
        );
}
