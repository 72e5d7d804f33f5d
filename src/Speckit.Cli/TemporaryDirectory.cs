namespace Speckit.Cli;

/// <summary>A private folder that goes away with its user; made at the first use.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private string? _path;

    /// <summary>The folder.</summary>
    internal string Path => _path ??= Directory.CreateTempSubdirectory("specify-").FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_path is null)
        {
            return;
        }

        try
        {
            Directory.Delete(_path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else's program wrote below it and keeps it: the system clears its folder of temporary files.
        }
    }
}
