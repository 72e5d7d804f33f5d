namespace Speckit.Host.Journals;

/// <summary>A file of lines that several processes append to: whoever has it open is alone with it.</summary>
public sealed class AppendOnlyFile : IAsyncDisposable
{
    private const int TailSize = 4096;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private readonly FileStream _file;

    private AppendOnlyFile(FileStream file) => _file = file;

    /// <summary>The file's length in bytes.</summary>
    public long Length => _file.Length;

    /// <summary>Opens or creates the file, waiting for others.</summary>
    /// <exception cref="IOException">It cannot be opened, or others held it for too long.</exception>
    public static async Task<AppendOnlyFile> OpenAsync(
        string path,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new AppendOnlyFile(
                    new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0)
                );
            }
            catch (IOException e)
                when (e is not (DirectoryNotFoundException or PathTooLongException)
                    && time.GetElapsedTime(start) < Timeout
                )
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    /// <summary>Reads the whole file, waiting for whoever appends to it; null when there is none.</summary>
    /// <exception cref="IOException">It cannot be read, or others held it for too long.</exception>
    public static async Task<byte[]?> ReadAllAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await File.ReadAllBytesAsync(path, cancellationToken);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
            catch (IOException) when (time.GetElapsedTime(start) < Timeout)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    /// <summary>Appends a line in one write. Where a writer died within a line, that line is closed first.</summary>
    public void AppendLine(ReadOnlySpan<byte> line)
    {
        var torn = EndsWithinLine();
        var start = torn ? 1 : 0;
        var bytes = new byte[start + line.Length + 1];
        bytes[0] = (byte)'\n';
        line.CopyTo(bytes.AsSpan(start));
        bytes[^1] = (byte)'\n';
        _file.Seek(0, SeekOrigin.End);
        _file.Write(bytes);
        _file.Flush();
    }

    /// <summary>The last line without its end, or null in an empty file.</summary>
    public byte[]? ReadLastLine() => ReadLineEndingAt(_file.Length);

    /// <summary>The line that ends at that offset, without its end; null at the file's beginning.</summary>
    public byte[]? ReadLineEndingAt(long offset)
    {
        if (offset == 0)
        {
            return null;
        }

        for (long size = TailSize; ; size *= 4)
        {
            var take = (int)Math.Min(size, offset);
            var tail = new byte[take];
            _file.Seek(offset - take, SeekOrigin.Begin);
            _file.ReadExactly(tail);
            var end = tail[^1] == (byte)'\n' ? take - 1 : take;
            var start = tail.AsSpan(0, end).LastIndexOf((byte)'\n');
            if (start >= 0 || take == offset)
            {
                return tail[(start + 1)..end];
            }
        }
    }

    /// <summary>The lines of the file, the last of them perhaps without its end.</summary>
    public long CountLines()
    {
        var buffer = new byte[1 << 16];
        long count = 0;
        var last = (byte)'\n';
        _file.Seek(0, SeekOrigin.Begin);
        for (int read; (read = _file.Read(buffer)) > 0; last = buffer[read - 1])
        {
            count += buffer.AsSpan(0, read).Count((byte)'\n');
        }

        return last == (byte)'\n' ? count : count + 1;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private bool EndsWithinLine()
    {
        if (_file.Length == 0)
        {
            return false;
        }

        _file.Seek(-1, SeekOrigin.End);
        return _file.ReadByte() != '\n';
    }
}
