namespace Speckit.Registry.Client.Downloads;

/// <summary>How far a transfer is.</summary>
/// <param name="Done">Bytes transferred.</param>
/// <param name="Total">Bytes in all.</param>
public readonly record struct DownloadProgress(long Done, long Total);
