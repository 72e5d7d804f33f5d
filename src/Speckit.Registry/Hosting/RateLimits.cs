using System.Threading.RateLimiting;

namespace Speckit.Registry.Hosting;

/// <summary>How often one address may call the API.</summary>
internal static class RateLimits
{
    /// <summary>The policy of endpoints that read.</summary>
    public const string Reads = "reads";

    /// <summary>The policy of endpoints that write.</summary>
    public const string Writes = "writes";

    /// <summary>One bucket an address, which holds ten seconds' worth.</summary>
    public static RateLimitPartition<string> PerAddress(HttpContext context, string kind, int perSecond) =>
        RateLimitPartition.GetTokenBucketLimiter(
            $"{kind} {context.Connection.RemoteIpAddress}",
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = perSecond * 10,
                TokensPerPeriod = perSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }
        );
}
