using System.Collections.Immutable;

namespace Speckit.Host.Sandbox.Profiles;

/// <summary>What a program needs of the file system to run at all: what it reads, and which files are executed on its way.</summary>
/// <param name="Read">Folders and files to read, beyond the system's libraries.</param>
/// <param name="Execute">Files that may be executed.</param>
internal sealed record RuntimePaths(ImmutableArray<string> Read, ImmutableArray<string> Execute)
{
    private const int LongestShebang = 256;
    private const int MostLinks = 16;

    /// <summary>The paths for a program.</summary>
    /// <param name="program">The program, absolute.</param>
    /// <param name="home">The user's home: it is never given as a whole.</param>
    /// <param name="searchPath">Where <c>env</c> in a script's first line looks.</param>
    internal static RuntimePaths Of(string program, string home, string? searchPath)
    {
        var read = new SortedSet<string>(StringComparer.Ordinal);
        var execute = new SortedSet<string>(StringComparer.Ordinal);
        Add(program, home, searchPath, read, execute, depth: 0);
        return new RuntimePaths([.. read], [.. execute]);
    }

    private static void Add(
        string program,
        string home,
        string? searchPath,
        SortedSet<string> read,
        SortedSet<string> execute,
        int depth
    )
    {
        foreach (var file in LinksOf(program))
        {
            read.Add(file);
            execute.Add(file);
            AddInstallation(file, home, read);
        }

        if (depth < 3)
        {
            foreach (var interpreter in InterpretersOf(program, searchPath))
            {
                Add(interpreter, home, searchPath, read, execute, depth + 1);
            }
        }
    }

    /// <summary>The file, and every file that links on the way name.</summary>
    private static IEnumerable<string> LinksOf(string program)
    {
        var file = new FileInfo(program);
        for (var i = 0; i < MostLinks; i++)
        {
            yield return file.FullName;
            if (file.LinkTarget is not { } target)
            {
                // A folder above may be a link too.
                var real = Path.Combine(RealFolder(file.DirectoryName!), file.Name);
                if (real != file.FullName)
                {
                    yield return real;
                }

                yield break;
            }

            file = new FileInfo(Path.GetFullPath(target, RealFolder(file.DirectoryName!)));
        }
    }

    private static string RealFolder(string folder) =>
        new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;

    /// <summary>A runtime outside the system's own folders comes with its libraries: <c>prefix/bin/python3</c> with <c>prefix</c>.</summary>
    private static void AddInstallation(string file, string home, SortedSet<string> read)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (folder is "/usr/bin" or "/bin" or "/usr/sbin" or "/sbin" or "/usr/local/bin")
        {
            return;
        }

        var prefix = Path.GetFileName(folder) == "bin" ? Path.GetDirectoryName(folder)! : folder;
        if (prefix == "/" || prefix == home || home.StartsWith(prefix + "/", StringComparison.Ordinal))
        {
            read.Add(Path.Combine(prefix, "lib"));
            return;
        }

        read.Add(prefix);
        AddBasePython(prefix, home, read);
    }

    /// <summary>A virtual environment says where the Python is that it was made from.</summary>
    private static void AddBasePython(string prefix, string home, SortedSet<string> read)
    {
        var configuration = Path.Combine(prefix, "pyvenv.cfg");
        if (!File.Exists(configuration))
        {
            return;
        }

        var line = File.ReadLines(configuration)
            .Take(32)
            .FirstOrDefault(l =>
                l.StartsWith("home", StringComparison.Ordinal) && l.Contains('=', StringComparison.Ordinal)
            );
        if (
            line?[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim() is { Length: > 1 } folder
            && folder[0] == '/'
        )
        {
            AddInstallation(Path.Combine(folder, "python3"), home, read);
        }
    }

    /// <summary>What the first line of a script names.</summary>
    private static IEnumerable<string> InterpretersOf(string program, string? searchPath)
    {
        var words = ReadShebang(program);
        if (words.Length == 0 || !words[0].StartsWith('/'))
        {
            yield break;
        }

        yield return words[0];
        if (Path.GetFileName(words[0]) == "env" && words.Length > 1)
        {
            var found = (searchPath ?? "")
                .Split(':', StringSplitOptions.RemoveEmptyEntries)
                .Where(Path.IsPathFullyQualified)
                .Select(d => Path.Combine(d, words[^1]))
                .FirstOrDefault(File.Exists);
            if (found is not null)
            {
                yield return found;
            }
        }
    }

    private static string[] ReadShebang(string program)
    {
        if (!File.Exists(program))
        {
            return [];
        }

        using var file = File.OpenRead(program);
        Span<byte> start = stackalloc byte[LongestShebang];
        var text = System.Text.Encoding.UTF8.GetString(
            start[..file.ReadAtLeast(start, LongestShebang, throwOnEndOfStream: false)]
        );
        return text.StartsWith("#!", StringComparison.Ordinal)
            ? text[2..]
                .Split('\n')[0]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [];
    }
}
