using System.Globalization;
using Speckit.Host.Projects;
using Speckit.Host.Sandbox.Profiles;

namespace Speckit.Host.Sandbox.Bubblewrap;

/// <summary>Writes the arguments of bubblewrap: new namespaces, and a root of its own with nothing in it but what is listed here.</summary>
/// <param name="profile">What the plugin is given.</param>
/// <param name="runtime">What its program needs.</param>
/// <param name="protectedPaths">What stays read-only in a project that is written.</param>
internal sealed class BubblewrapArguments(SandboxProfile profile, RuntimePaths runtime, ProtectedEntries protectedPaths)
{
    private const long Megabyte = 1 << 20;
    private readonly List<string> _arguments = [];

    /// <summary>The arguments up to the command.</summary>
    /// <param name="copies">The small files that are copied into the sandbox.</param>
    /// <param name="workingDirectory">Where the plugin starts.</param>
    internal IReadOnlyList<string> Build(IEnumerable<(int Descriptor, string Path)> copies, string workingDirectory)
    {
        Add("--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts");
        Add("--unshare-cgroup-try", "--uid", "1000", "--gid", "1000", "--hostname", "speckit");
        Add("--die-with-parent", "--new-session", "--cap-drop", "ALL");
        AddSystem(copies);
        AddDevices();
        AddProject();
        foreach (var path in runtime.Read)
        {
            AddRuntime(path);
        }

        foreach (var path in protectedPaths.ReadOnly)
        {
            Add("--ro-bind", path, path);
        }

        AddOwnFolders();
        Add("--remount-ro", "/");
        Add("--chdir", workingDirectory);
        return _arguments;
    }

    private void AddSystem(IEnumerable<(int Descriptor, string Path)> copies)
    {
        var folders = profile.MayRunPrograms
            ? SystemPaths.Libraries.Concat(SystemPaths.Programs)
            : SystemPaths.Libraries;
        foreach (var folder in folders)
        {
            // Where /lib is a link to usr/lib it is one inside too.
            if (new DirectoryInfo(folder).LinkTarget is { } target)
            {
                Add("--symlink", target, folder);
            }
            else
            {
                Add("--ro-bind-try", folder, folder);
            }
        }

        foreach (var folder in SystemPaths.SettingFolders)
        {
            Add("--ro-bind-try", folder, folder);
        }

        foreach (var (descriptor, path) in copies)
        {
            Add("--perms", "0444", "--file", descriptor.ToString(CultureInfo.InvariantCulture), path);
        }
    }

    private void AddDevices()
    {
        Add("--proc", "/proc");
        foreach (var device in SystemPaths.Devices)
        {
            Add("--dev-bind", device, device);
        }

        Add("--symlink", "/proc/self/fd", "/dev/fd");
        Add("--symlink", "/proc/self/fd/0", "/dev/stdin");
        Add("--symlink", "/proc/self/fd/1", "/dev/stdout");
        Add("--symlink", "/proc/self/fd/2", "/dev/stderr");
        AddTemporary("/dev/shm", Math.Min(64, profile.Limits.TemporaryMegabytes));
        AddTemporary("/tmp", profile.Limits.TemporaryMegabytes);
        Add("--symlink", "/tmp", "/var/tmp");
    }

    /// <summary>The host's own state is covered by an empty folder, then the plugin's own folders are put into it.</summary>
    private void AddProject()
    {
        var root = profile.ProjectRoot;
        if (profile.Project != ProjectAccess.None)
        {
            Add(profile.Project == ProjectAccess.Write ? "--bind" : "--ro-bind", root, root);
        }
        else
        {
            Add("--dir", root);
        }

        foreach (var path in profile.ReadPaths)
        {
            Add("--ro-bind-try", path, path);
        }

        foreach (var path in profile.WritePaths)
        {
            Add("--bind-try", path, path);
        }
    }

    private void AddOwnFolders()
    {
        var state = Path.Combine(profile.ProjectRoot, ProjectLayout.DirectoryName);
        AddTemporary(state, 1);
        Add("--ro-bind", profile.PackageDirectory, profile.PackageDirectory);
        if (Directory.Exists(protectedPaths.RealPackage) && protectedPaths.RealPackage != profile.PackageDirectory)
        {
            Add("--ro-bind", protectedPaths.RealPackage, protectedPaths.RealPackage);
        }

        Add("--bind", profile.DataDirectory, profile.DataDirectory);
        Add("--remount-ro", state);
    }

    /// <summary>A link stays one: a runtime looks for its libraries beside the file that it leads to.</summary>
    private void AddRuntime(string path)
    {
        var bound = SystemPaths
            .Libraries.Concat(profile.MayRunPrograms ? SystemPaths.Programs : [])
            .Concat(runtime.Read)
            .Any(b => path.StartsWith(b + "/", StringComparison.Ordinal));
        if (bound)
        {
            return;
        }

        if (new FileInfo(path).LinkTarget is { } target)
        {
            // A relative target is meant from where the file really is: /bin may be a link outside, and is a folder inside.
            Add("--symlink", Path.GetFullPath(target, RealFolder(Path.GetDirectoryName(path)!)), path);
        }
        else
        {
            Add("--ro-bind-try", path, path);
        }
    }

    private static string RealFolder(string folder) =>
        new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;

    private void AddTemporary(string path, long megabytes) =>
        Add("--size", (megabytes * Megabyte).ToString(CultureInfo.InvariantCulture), "--tmpfs", path);

    private void Add(params ReadOnlySpan<string> words) => _arguments.AddRange(words);
}
