using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Speckit.EndToEnd.Escapes;

/// <summary>A machine in small, with what must not be reached: a home with keys, files beside the project, another plugin's data, tasks of
/// others, listeners; and the hostile plugins, installed.</summary>
public sealed class EscapeWorld : IAsyncLifetime
{
    /// <summary>Names that must not come to be at the project's root.</summary>
    private static readonly string[] NeverThere =
    [
        "escaped.txt",
        ".cursor",
        ".mcp.json",
        ".envrc",
        ".husky",
        ".vscode",
        ".idea",
        ".bashrc",
        ".profile",
        ".zshrc",
    ];

    private static readonly string[] NeverOnTheMachine =
    [
        "/etc/cron.d/speckit-escape",
        "/usr/local/bin/speckit-escape",
    ];

    private const string SystemPath = "/usr/local/bin:/usr/bin:/bin";

    /// <summary>In files that plugins may not read; no plugin is told it.</summary>
    private readonly string _secret = $"SECRET-{Guid.NewGuid():N}";
    private Sandbox _sandbox = null!;
    private Canaries _canaries = null!;
    private SortedDictionary<string, string> _before = null!;

    internal string Project => _sandbox.Project;

    internal string Outside => _sandbox.Work;

    /// <summary>A search path with everything but bubblewrap: as on a machine that does not have it.</summary>
    internal string PathWithoutBubblewrap { get; private set; } = "";

    /// <summary>Builds the world.</summary>
    public async ValueTask InitializeAsync()
    {
        _sandbox = await new Sandbox().InitializeAsync();
        _canaries = new Canaries(Project, $"MARK-{Guid.NewGuid():N}");
        await FillProjectAsync();
        Write(_sandbox.Home, ".ssh/id_ed25519", _secret);
        Write(_sandbox.Home, ".bashrc", "# mine");
        Write(Outside, "secret.txt", _secret);
        var plugins = Path.Combine(_sandbox.Home, "plugins");
        foreach (var (name, grants) in HostilePlugins.Python(_canaries.BlockedPort))
        {
            await InstallAsync(name, HostilePlugins.WritePython(plugins, name, grants));
        }

        await InstallAsync("victim", HostilePlugins.WritePython(plugins, "victim", ""));
        var folder = HostilePlugins.WriteCSharp(plugins);
        (await RunAsync(["plugin", "build", folder, "--output", plugins])).ShouldSucceed();
        await InstallAsync("hostile-dotnet", folder);
        Write(Project, ".specify/data/victim/secret.txt", _secret);
        PathWithoutBubblewrap = LinkPrograms();
        _before = Fingerprint();
    }

    /// <summary>Removes what a plugin wrote where it may write.</summary>
    internal void Clean(string plugin)
    {
        foreach (
            var name in (string[])
                [
                    "notes/innocent.txt",
                    "notes/innocent",
                    "notes/out",
                    "pipe",
                    "zero",
                    "tty",
                    "loop",
                    "sparse",
                    "decoy",
                    "sub",
                    "copies",
                ]
        )
        {
            var path = Path.Combine(Project, name);
            if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
            {
                Directory.Delete(path, recursive: true);
            }
            else
            {
                File.Delete(path);
            }
        }

        var data = Path.Combine(Project, ".specify", "data", plugin);
        foreach (var file in Directory.EnumerateFiles(data, "flood-*"))
        {
            File.Delete(file);
        }

        // Where the plugin put a link the host makes a folder again, and nothing where the link led.
        Path.Exists(Path.Combine(Outside, "made")).ShouldBeFalse();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _canaries.Dispose();
        _sandbox.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs <c>specify</c> in the project.</summary>
    internal Task<Finished> RunAsync(IEnumerable<string> arguments, string? path = null)
    {
        var variables = new Dictionary<string, string>
        {
            ["ESCAPE_CANARY"] = $"{_canaries.Marker} {_secret}",
            ["HARMLESS"] = "harmless",
            ["PATH"] = path ?? SystemPath,
        };

        return Tools.RunAsync(Tools.Specify, arguments, Project, _sandbox.Home, variables);
    }

    /// <summary>What an attempt needs to know.</summary>
    internal string Facts() =>
        new JsonObject
        {
            ["home"] = _sandbox.Home,
            ["project"] = Project,
            ["outside"] = Outside,
            ["marker"] = _canaries.Marker,
            ["specify"] = Tools.Specify,
            ["hostPid"] = Environment.ProcessId,
            ["hostGroup"] = ProcessGroup(),
            ["victimPid"] = _canaries.VictimId,
            ["tcpPort"] = _canaries.TcpPort,
            ["tcpPort6"] = _canaries.TcpPort6,
            ["udpPort"] = _canaries.UdpPort,
            ["allowedPort"] = _canaries.AllowedPort,
            ["blockedPort"] = _canaries.BlockedPort,
            ["abstractName"] = _canaries.AbstractName,
            ["unixPath"] = _canaries.UnixPath,
            ["mostProcesses"] = HostilePlugins.MostProcesses,
            ["memoryMegabytes"] = HostilePlugins.MemoryMegabytes,
            ["openFiles"] = HostilePlugins.OpenFiles,
            ["outputMegabytes"] = HostilePlugins.OutputMegabytes,
        }.ToJsonString();

    /// <summary>Nothing arrived, nothing leaked, nothing changed, nobody died, and nothing still runs.</summary>
    internal async Task ShouldBeUntouchedAsync(Finished run, int hitsBefore)
    {
        run.All.ShouldNotContain(_secret);
        (_canaries.Hits - hitsBefore).ShouldBe(0, "connections arrived where none may");
        _canaries.VictimLives.ShouldBeTrue("a process of the host was ended");
        Fingerprint().ShouldBe(_before);
        NeverThere.Where(n => Path.Exists(Path.Combine(Project, n))).ShouldBeEmpty();
        NeverOnTheMachine.Where(Path.Exists).ShouldBeEmpty();
        Path.Exists(Path.Combine(Project, "..", "escaped.txt")).ShouldBeFalse();
        Directory.EnumerateFileSystemEntries(Outside).Select(Path.GetFileName).ShouldBe(["secret.txt"]);
        (await LeftProcessesAsync()).ShouldBeEmpty("processes of the plugin still run");
    }

    internal int Hits => _canaries.Hits;

    private async Task FillProjectAsync()
    {
        Write(Project, "src/main.py", "print('hello')\n");
        Write(Project, "src/secret.txt", _secret);
        Write(Project, "notes/readme.txt", "Of nobody\n");
        Write(Project, ".claude/settings.json", "{}");
        (await Tools.RunAsync("git", ["init", "--quiet", "."], Project, _sandbox.Home)).ShouldSucceed();
        var backlog = new[] { "init", "Demo", "--defaults", "--integration-mode", "none" };
        (await Tools.RunAsync(Tools.Backlog, backlog, Project, _sandbox.Home)).ShouldSucceed();
        var task = new[] { "task", "create", "Of a person", "--plain" };
        (await Tools.RunAsync(Tools.Backlog, task, Project, _sandbox.Home)).ShouldSucceed();
    }

    private async Task InstallAsync(string name, string folder)
    {
        (await RunAsync(["plugin", "install", folder, "--yes"])).ShouldSucceed();
        (await RunAsync(["plugin", "enable", name])).ShouldSucceed();
    }

    /// <summary>The digests of all that no plugin may change.</summary>
    private SortedDictionary<string, string> Fingerprint()
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        string[] folders = [".git", ".claude", ".specify/plugins", ".specify/data/victim", "src"];
        var files = folders
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(Project, f), "*", SearchOption.AllDirectories))
            .Concat(
                Directory
                    .EnumerateFiles(Path.Combine(Project, "backlog", "tasks"))
                    .Where(f => f.Contains("Of-a-person", StringComparison.Ordinal))
            )
            .Append(Path.Combine(Project, ".specify", "plugins.lock.json"))
            .Append(Path.Combine(_sandbox.Home, ".bashrc"))
            .Concat(Directory.EnumerateFiles(Path.Combine(_sandbox.Home, ".ssh")));
        foreach (var file in files)
        {
            found[file] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
        }

        return found;
    }

    /// <summary>Plugins are started with their package's folder in their arguments, and children inherit those.</summary>
    private async Task<IReadOnlyList<string>> LeftProcessesAsync()
    {
        var watch = Stopwatch.StartNew();
        IReadOnlyList<string> left;
        while ((left = FindProcesses()).Count > 0 && watch.Elapsed < TimeSpan.FromSeconds(5))
        {
            await Task.Delay(50);
        }

        return left;
    }

    private List<string> FindProcesses()
    {
        var found = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(f => char.IsAsciiDigit(f[6])))
        {
            try
            {
                var words = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
                if (words.Contains(Path.Combine(Project, ".specify", "plugins", "hostile"), StringComparison.Ordinal))
                {
                    found.Add($"{folder}: {words}");
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended.
            }
        }

        return found;
    }

    private static void Write(string root, string path, string text)
    {
        var file = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private string LinkPrograms()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_sandbox.Home, "programs")).FullName;
        foreach (var program in (string[])["python3", "dotnet", "git", "sh"])
        {
            var found = SystemPath.Split(':').Select(p => Path.Combine(p, program)).First(File.Exists);
            File.CreateSymbolicLink(Path.Combine(folder, program), found);
        }

        return folder;
    }

    /// <summary>The fifth field of <c>stat</c>, counted behind the name in brackets.</summary>
    private static int ProcessGroup() =>
        int.Parse(
            File.ReadAllText("/proc/self/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[2],
            System.Globalization.CultureInfo.InvariantCulture
        );
}
