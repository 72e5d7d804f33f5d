using Speckit.Packaging.Files;

namespace Speckit.Packaging.Archives;

/// <summary>Where the files of an archive go.</summary>
internal interface IFileSink
{
    /// <summary>Begins a file.</summary>
    Stream Create(string path, bool executable);

    /// <summary>Ends it.</summary>
    void Complete(Stream file);

    /// <summary>Ends them all.</summary>
    void Finish();
}

/// <summary>Forgets them: the archive is only looked at.</summary>
internal sealed class NoSink : IFileSink
{
    public Stream Create(string path, bool executable) => Stream.Null;

    public void Complete(Stream file) { }

    public void Finish() { }
}

/// <summary>Puts them into a folder that was empty, and in which nothing is opened that was not created here.</summary>
internal sealed class DirectorySink(string target) : IFileSink
{
    // In the order of creation: a folder comes after the one that holds it.
    private readonly List<string> _order = [target];
    private readonly HashSet<string> _created = new(StringComparer.Ordinal) { target };

    public Stream Create(string path, bool executable)
    {
        var components = path.Split('/');
        var folder = target;
        foreach (var component in components.AsSpan(0, components.Length - 1))
        {
            folder = Path.Combine(folder, component);
            Ensure(folder);
        }

        return Open(Path.Combine(folder, components[^1]), executable ? AtomicFile.Executable : AtomicFile.Readable);
    }

    public void Complete(Stream file)
    {
        ((FileStream)file).Flush(flushToDisk: true);
        file.Dispose();
    }

    public void Finish()
    {
        for (var i = _order.Count - 1; i >= 0; i--)
        {
            Durable.FlushDirectory(_order[i]);
        }
    }

    private static FileStream Open(string path, UnixFileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(path, options);
        }

        options.UnixCreateMode = mode;
        FileStream file;
        try
        {
            file = new FileStream(path, options);
        }
        catch (IOException) when (Path.Exists(path) || new FileInfo(path).LinkTarget is not null)
        {
            throw Changed(path);
        }

        // The digest of the tree counts the executable bit, whatever the umask is.
        File.SetUnixFileMode(file.SafeFileHandle, mode);
        return file;
    }

    private static PackageRefusedException Changed(string path) =>
        new(
            PackagingDiagnostics.TargetChanged.Error(
                $"'{path}' was there before it was extracted.",
                "Extract to a folder that nobody else writes to."
            )
        );

    private void Ensure(string folder)
    {
        if (!_created.Add(folder))
        {
            return;
        }

        if (!ExclusiveDirectory.TryCreate(folder))
        {
            throw Changed(folder);
        }

        _order.Add(folder);
    }
}
