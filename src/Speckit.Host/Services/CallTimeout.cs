using Speckit.Protocol;

namespace Speckit.Host.Services;

/// <summary>How long something may take that a plugin has the host do.</summary>
internal static class CallTimeout
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(60);

    /// <summary>The seconds that a plugin names, or 60; at most what one of the plugin's own calls may take.</summary>
    /// <exception cref="RpcErrorException">It names no time.</exception>
    internal static TimeSpan Of(double? seconds, TimeSpan most)
    {
        if (seconds is { } given && !(given > 0 && double.IsFinite(given)))
        {
            throw new RpcErrorException(RpcErrorCodes.InvalidParams, "a timeout is a number of seconds above 0");
        }

        var wanted = seconds is { } chosen ? TimeSpan.FromSeconds(Math.Min(chosen, most.TotalSeconds)) : Usual;
        return wanted < most ? wanted : most;
    }
}
