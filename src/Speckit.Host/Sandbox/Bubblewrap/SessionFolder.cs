namespace Speckit.Host.Sandbox.Bubblewrap;

/// <summary>A folder that exists while one sandbox does, for the control socket.</summary>
internal sealed class SessionFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Sixteen digits that nobody guesses; the path of a socket is short. They are not of the library of cryptography: to load it takes two
    /// milliseconds.</summary>
    private const int NameLength = 24;

    private readonly string _path;

    /// <summary>Makes the folder; nobody else can look into it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal SessionFolder()
    {
        var name = $"speckit-{Guid.NewGuid():N}"[..NameLength];
        _path = Path.Combine(Path.GetTempPath(), name);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_path);
        }
        else
        {
            Directory.CreateDirectory(_path, OwnerOnly);
        }
    }

    /// <summary>The control socket.</summary>
    internal string Socket => Path.Combine(_path, "c");

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            File.Delete(Socket);
            Directory.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An empty folder among the temporary files.
        }
    }
}
