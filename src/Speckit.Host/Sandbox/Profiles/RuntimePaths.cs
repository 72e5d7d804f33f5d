using System.Collections.Immutable;

namespace Speckit.Host.Sandbox.Profiles;

/// <summary>What a program needs of the file system to run at all: what it reads, and which files are executed on its way.</summary>
/// <param name="Read">Folders and files to read, beyond the system's libraries.</param>
/// <param name="Execute">Files that may be executed.</param>
internal sealed record RuntimePaths(ImmutableArray<string> Read, ImmutableArray<string> Execute)
{
    private const int LongestShebang = 256;
    private const int MostLinks = 16;
    private const int MostInterpreters = 3;

    /// <summary>What Python, Node.js and .NET need of the folder that they are in.</summary>
    private static readonly ImmutableArray<string> PartsOfInstallations =
    [
        "host",
        "lib",
        "lib64",
        "libexec",
        "packs",
        "pyvenv.cfg",
        "sdk",
        "shared",
    ];

    /// <summary>The paths for a program.</summary>
    /// <param name="program">The program, absolute.</param>
    /// <param name="home">The user's home: it is never given as a whole.</param>
    /// <param name="trust">Whose the program is, and what its first line or a link leads to.</param>
    /// <param name="isRuntime">Whether the host chose the program, wherever it is.</param>
    internal static RuntimePaths Of(string program, string home, ProgramTrust trust, bool isRuntime)
    {
        var paths = new Builder(home, trust);
        paths.Add(Path.GetFullPath(program), isRuntime, depth: 0);
        return paths.Build();
    }

    /// <summary>Collects the paths.</summary>
    private sealed class Builder(string home, ProgramTrust trust)
    {
        private readonly SortedSet<string> _read = new(StringComparer.Ordinal);
        private readonly SortedSet<string> _execute = new(StringComparer.Ordinal);

        internal RuntimePaths Build() => new([.. _read], [.. _execute]);

        /// <summary>A plugin's own file is reached through what the plugin is granted. It names its interpreter, and that is all: another
        /// path in its first line, beside it or behind a link would be given to whoever wrote the file.</summary>
        internal void Add(string program, bool isTrusted, int depth)
        {
            foreach (var file in LinksOf(program))
            {
                if (!trust.IsOfPlugin(file) && (isTrusted || trust.IsOfUser(file)))
                {
                    isTrusted = true;
                    _read.Add(file);
                    _execute.Add(file);
                    AddInstallation(file, home, _read);
                }
                else
                {
                    isTrusted = false;
                }
            }

            if (depth < MostInterpreters)
            {
                foreach (var interpreter in InterpretersOf(program, trust))
                {
                    Add(interpreter, isTrusted, depth + 1);
                }
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

        // Such a folder of the home holds more than programs: keys, tokens, other programs' data.
        if (Path.GetDirectoryName(prefix) == home)
        {
            foreach (var part in PartsOfInstallations)
            {
                read.Add(Path.Combine(prefix, part));
            }
        }
        else
        {
            read.Add(prefix);
        }

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
    private static IEnumerable<string> InterpretersOf(string program, ProgramTrust trust)
    {
        var words = ReadShebang(program);
        if (words.Length == 0 || !words[0].StartsWith('/'))
        {
            yield break;
        }

        yield return Path.GetFullPath(words[0]);
        if (
            Path.GetFileName(words[0]) == "env"
            && words.Skip(1).FirstOrDefault(w => !w.StartsWith('-') && !w.Contains('=', StringComparison.Ordinal))
                is { } name
            && trust.Find(name) is { } found
        )
        {
            yield return found;
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
