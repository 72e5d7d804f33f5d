using Speckit.Manifests.Diagnostics;

namespace Speckit.Registry.Storage;

/// <summary>The folder that holds everything a registry knows: <c>registry.db</c>, <c>blobs/</c>, <c>incoming/</c>.</summary>
internal sealed class DataDirectory
{
    private DataDirectory(string root) => Root = root;

    /// <summary>The absolute path.</summary>
    public string Root { get; }

    /// <summary>The database file.</summary>
    public string Database => Path.Combine(Root, "registry.db");

    /// <summary>The folder of archives and signatures.</summary>
    public string Blobs => Path.Combine(Root, "blobs");

    /// <summary>The folder of uploads that are not published yet.</summary>
    public string Incoming => Path.Combine(Root, "incoming");

    /// <summary>The folder that is used where nobody names one.</summary>
    public static string Default =>
        Path.Combine(
            Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify
            ),
            "speckit-registry"
        );

    /// <summary>Makes the folder where it is missing, readable by its owner only, and checks that it can be written.</summary>
    public static Result<DataDirectory> Open(string path)
    {
        try
        {
            var data = new DataDirectory(Path.GetFullPath(path));
            CreatePrivate(data.Root);
            CreatePrivate(data.Blobs);
            CreatePrivate(data.Incoming);
            var probe = Path.Combine(data.Incoming, Path.GetRandomFileName());
            using (
                new FileStream(
                    probe,
                    FileMode.CreateNew,
                    FileAccess.Write,
                    FileShare.None,
                    1,
                    FileOptions.DeleteOnClose
                )
            )
            {
                return data;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return RegistryDiagnostics.DataUnusable.Error(
                $"The data directory '{path}' cannot be used: {exception.Message}",
                "Name a folder that this user may write to: --data DIR."
            );
        }
    }

    /// <summary>Claims the folder for one server. The operating system gives the claim back when the process ends, however it ends.</summary>
    public Result<FileStream> Lock()
    {
        try
        {
            return new FileStream(
                Path.Combine(Root, "server.lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return RegistryDiagnostics.DataLocked.Error(
                $"Another registry server uses the data directory '{Root}'.",
                "Stop that server, or name another folder: --data DIR."
            );
        }
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(
                folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }
    }
}
