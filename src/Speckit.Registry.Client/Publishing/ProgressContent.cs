using System.Net;
using System.Net.Http.Headers;
using Speckit.Registry.Client.Downloads;

namespace Speckit.Registry.Client.Publishing;

/// <summary>A file as a request body that tells how far it is.</summary>
internal sealed class ProgressContent : HttpContent
{
    private readonly FileStream _file;
    private readonly IProgress<DownloadProgress>? _progress;

    /// <summary>A body of what is in a file. The file is disposed of with it.</summary>
    public ProgressContent(FileStream file, string mediaType, IProgress<DownloadProgress>? progress)
    {
        _file = file;
        _progress = progress;
        Headers.ContentType = new MediaTypeHeaderValue(mediaType);
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[1 << 16];
        long done = 0;
        _file.Position = 0;
        while (await _file.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            done += read;
            _progress?.Report(new(done, _file.Length));
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _file.Length;
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }
}
