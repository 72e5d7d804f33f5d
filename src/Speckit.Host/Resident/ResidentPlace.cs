using System.Globalization;
using System.Text;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Resident;

/// <summary>Where the resident host of a project listens: in the user's own state, so that no checkout brings a socket of its own.</summary>
/// <param name="Directory">The folder, for this user alone.</param>
/// <param name="Socket">The Unix socket.</param>
/// <param name="LockFile">Held by the one resident host of the project.</param>
public sealed record ResidentPlace(string Directory, string Socket, string LockFile)
{
    // sun_path of sockaddr_un has 108 bytes with the final zero on Linux, 104 on macOS.
    private const int LongestSocket = 103;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The place for a project.</summary>
    public static ResidentPlace Of(UserLayout user, ProjectLayout project)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(project);
        var id = Hash(project.Root).ToString("x16", CultureInfo.InvariantCulture);
        var directory = Path.Combine(user.Directory, "host");
        return new ResidentPlace(
            directory,
            Path.Combine(directory, id + ".sock"),
            Path.Combine(directory, id + ".lock")
        );
    }

    /// <summary>Waits until the resident host that was told to end has ended, and its plugins with it.</summary>
    /// <returns>False when it is still there after half a minute.</returns>
    public async Task<bool> IsFreeAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(time);
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < Patience)
        {
            using var free = TryLock();
            if (free is not null)
            {
                return true;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), time, cancellationToken);
        }

        return false;
    }

    /// <summary>The lock of the one resident host; null while another one has it.</summary>
    internal FileStream? TryLock()
    {
        try
        {
            return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>FNV-1a, 64 bits. Two projects of one hash share a socket, and the host answers for its own project alone; a cryptographic
    /// hash would load a library first, which takes longer than the whole call.</summary>
    private static ulong Hash(string text)
    {
        var hash = 0xcbf29ce484222325;
        foreach (var part in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ part) * 0x100000001b3);
        }

        return hash;
    }

    /// <summary>Makes the folder, for this user alone.</summary>
    internal Result<Unit> Prepare()
    {
        if (Encoding.UTF8.GetByteCount(Socket) > LongestSocket)
        {
            return HostDiagnostics.ResidentFailed.Error(
                $"the path of the socket is longer than {LongestSocket} bytes: '{Socket}'",
                "the home folder's path is too long for Unix sockets: run without a resident host"
            );
        }

        System.IO.Directory.CreateDirectory(Directory);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new Unit();
    }
}
