using Speckit.Registry.Storage;

namespace Speckit.Registry;

/// <summary>How a registry server runs.</summary>
internal sealed record RegistryOptions
{
    /// <summary>Where it listens where nobody says otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:7878";

    /// <summary>The folder with everything it knows.</summary>
    public string Data { get; init; } = DataDirectory.Default;

    /// <summary>Where it listens: http URLs; port 0 takes a free one. TLS is the business of a proxy before it.</summary>
    public required IReadOnlyList<Uri> Urls { get; init; }

    /// <summary>The base URL that it tells others; null for the one that each request names.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Whether packages without a signature are taken.</summary>
    public bool AllowUnsigned { get; init; }

    /// <summary>Limits on what one caller may do.</summary>
    public RequestLimits Limits { get; init; } = new();
}

/// <summary>Limits on what one caller may do.</summary>
internal sealed record RequestLimits
{
    /// <summary>The largest body but for uploads, in bytes.</summary>
    public long MaxBody { get; init; } = 256 << 10;

    /// <summary>The largest archive, in bytes (formats, "Package").</summary>
    public long MaxArchive { get; init; } = 50L << 20;

    /// <summary>The largest signature envelope, in bytes.</summary>
    public long MaxSignature { get; init; } = 256 << 10;

    /// <summary>The largest key, in bytes.</summary>
    public long MaxKey { get; init; } = 16 << 10;

    /// <summary>How slow a body may arrive, in bytes a second, after <see cref="SlowGrace"/>.</summary>
    public double MinBytesPerSecond { get; init; } = 240;

    /// <summary>How long a body may be slower than that.</summary>
    public TimeSpan SlowGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a request may take but for uploads and downloads.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an upload may take.</summary>
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Reads of the API a second and address; ten seconds' worth may come at once. The index is not counted.</summary>
    public int ReadsPerSecond { get; init; } = 100;

    /// <summary>Writes a second and address; ten seconds' worth may come at once.</summary>
    public int WritesPerSecond { get; init; } = 10;

    /// <summary>Uploads that are worked on at once; others wait.</summary>
    public int ParallelUploads { get; init; } = 4;

    /// <summary>How long a stopping server lets running requests finish.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
