using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Speckit.Host.Sandbox.Bubblewrap;

/// <summary>A folder that exists while one sandbox does: the control socket, and files that stand in for the system's.</summary>
internal sealed class SessionFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly ImmutableArray<(string Name, string Target, string Content)> Files =
    [
        ("passwd", "/etc/passwd", "plugin:x:1000:1000::/tmp:/bin/false\n"),
        ("group", "/etc/group", "plugin:x:1000:\n"),
        ("hosts", "/etc/hosts", "127.0.0.1 localhost\n::1 localhost\n"),
    ];

    private readonly string _path;

    /// <summary>Makes the folder; nobody else can look into it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    internal SessionFolder()
    {
        var name = $"speckit-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
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

    /// <summary>The files that stand in for the system's: where they are, and where they go.</summary>
    internal IEnumerable<(string Source, string Target)> Stubs =>
        Files.Select(f => (Path.Combine(_path, f.Name), f.Target));

    /// <summary>Writes the files that stand in for the system's.</summary>
    internal void WriteStubs()
    {
        foreach (var (name, _, content) in Files)
        {
            File.WriteAllText(Path.Combine(_path, name), content);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(_path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A few small files in the folder of temporary files.
        }
    }
}
