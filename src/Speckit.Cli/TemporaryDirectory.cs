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
        if (_path is not null)
        {
            Directory.Delete(_path, recursive: true);
        }
    }
}
