namespace Speckit.Registry.Client;

/// <summary>How long and how much the client takes from a registry.</summary>
public sealed record RegistryClientLimits
{
    /// <summary>The usual limits.</summary>
    public static RegistryClientLimits Default { get; } = new();

    /// <summary>How long a request may take until its answer begins.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a body may be silent.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a body may be slower than <see cref="MinimumBytesPerSecond"/> on average.</summary>
    public TimeSpan SlowGrace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The least average speed of a body, in bytes a second.</summary>
    public double MinimumBytesPerSecond { get; init; } = 1024;

    /// <summary>How often a read is tried in all.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>The wait before the second attempt; it doubles with each.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait that a registry may ask for before the next attempt.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest index file, in bytes.</summary>
    public int MaxIndexBytes { get; init; } = 16 << 20;

    /// <summary>The largest answer of the API, in bytes.</summary>
    public int MaxAnswerBytes { get; init; } = 8 << 20;

    /// <summary>The largest archive, in bytes (formats, "Package").</summary>
    public long MaxArchiveBytes { get; init; } = 50L << 20;

    /// <summary>The largest signature envelope, in bytes.</summary>
    public int MaxSignatureBytes { get; init; } = 256 << 10;

    /// <summary>The most redirects followed.</summary>
    public int MaxRedirects { get; init; } = 5;

    /// <summary>How long an upload may take.</summary>
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromMinutes(10);
}
