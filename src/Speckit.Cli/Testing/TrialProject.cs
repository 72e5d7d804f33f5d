using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Cli.Authoring;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Testing;

/// <summary>A project and a home that are made for one run of tests and thrown away: the built plugin is installed there, is given what it asks
/// for, there alone, and is enabled in the real sandbox. It is this program that does all of it, called as a user would.</summary>
internal sealed class TrialProject : IDisposable
{
    // What a compiler or a package manager left behind, and what is not the author's.
    private static readonly string[] NotCopied =
    [
        ".git",
        "bin",
        "obj",
        "dist",
        "node_modules",
        "__pycache__",
        "TestResults",
    ];

    private readonly TemporaryDirectory _place = new();
    private readonly PluginFolder _folder;
    private readonly string _program;

    private TrialProject(PluginFolder folder, string program)
    {
        _folder = folder;
        _program = program;
        Directory.CreateDirectory(Home);
        Directory.CreateDirectory(Layout.Root);
    }

    /// <summary>The tier that the plugin ran in.</summary>
    internal string Tier { get; private set; } = "";

    /// <summary>A folder that the plugin may write, inside its sandbox, too.</summary>
    internal string Data => Layout.PluginDataDirectory(_folder.Manifest.Name);

    /// <summary>What is put before a program and its arguments to have it started in the plugin's sandbox; alone it starts the plugin.</summary>
    internal ImmutableArray<string> Prefix =>
        [_program, InSandboxProgram.Verb, Home, Layout.Root, _folder.Manifest.Name.ToString()];

    /// <summary>The same as a JSON list, as variables of test runners take it.</summary>
    internal string PrefixJson => new JsonArray([.. Prefix.Select(w => (JsonNode)w)]).ToJsonString();

    private string Home => Path.Combine(_place.Path, "home");

    private ProjectLayout Layout => new(Path.Combine(_place.Path, "project"));

    /// <summary>Builds the plugin, installs it into a fresh project and enables it: each of its handlers is loaded and activated in its sandbox.</summary>
    internal static async Task<Result<TrialProject>> CreateAsync(
        PluginFolder folder,
        CliEnvironment environment,
        CancellationToken cancellationToken
    )
    {
        if (environment.Self is not { } program)
        {
            return CliDiagnostics.ToolMissing.Error(
                "only the native binary can put plugins into their sandbox, and this is a managed build",
                "use the 'specify' that './run install' installs"
            );
        }

        var trial = new TrialProject(folder, program);
        try
        {
            var prepared = await trial.PrepareAsync(cancellationToken);
            if (prepared.Succeeded)
            {
                return trial;
            }

            trial.Dispose();
            return prepared.Propagate<TrialProject>();
        }
        catch
        {
            trial.Dispose();
            throw;
        }
    }

    /// <summary>Copies what the author wrote to where the sandbox lets tests read it, and compilers write.</summary>
    internal string CopySources()
    {
        var target = Path.Combine(Data, "tested");
        Copy(new DirectoryInfo(_folder.Path), target);
        return target;
    }

    public void Dispose() => _place.Dispose();

    private async Task<Result<Unit>> PrepareAsync(CancellationToken cancellationToken)
    {
        var packages = Path.Combine(_place.Path, "packages");
        var built = await CallAsync(
            _folder.Path,
            ["plugin", "build", _folder.Path, "--output", packages],
            cancellationToken,
            inOwnHome: false
        );
        if (!built.TryGet(out var package))
        {
            return built.Propagate<Unit>();
        }

        var archive = package["path"]!.GetValue<string>();
        var name = _folder.Manifest.Name.ToString();
        foreach (
            var words in (string[][])
                [
                    ["init"],
                    ["plugin", "install", archive, "--yes"],
                    ["plugin", "enable", name],
                ]
        )
        {
            var called = await CallAsync(Layout.Root, words, cancellationToken);
            if (!called.Succeeded)
            {
                return called.Propagate<Unit>();
            }
        }

        var given = await CallAsync(Layout.Root, ["plugin", "info", name], cancellationToken);
        Tier = given.TryGet(out var info) ? TierOf(info) : "";
        Directory.CreateDirectory(Data);
        return new Unit();
    }

    private static string TierOf(JsonNode info) =>
        info["installed"]?["given"]?["tier"]?.GetValue<string>() ?? "unknown";

    private async Task<Result<JsonNode>> CallAsync(
        string folder,
        string[] words,
        CancellationToken cancellationToken,
        bool inOwnHome = true
    )
    {
        var start = new ProcessStartInfo(_program, [.. words, "--json"]) { WorkingDirectory = folder };
        if (inOwnHome)
        {
            start.Environment["HOME"] = Home;
        }

        var ran = await ToolProcess.RunAsync(start, "install Speckit again", cancellationToken);
        if (!ran.TryGet(out var done))
        {
            return ran.Propagate<JsonNode>();
        }

        return Read(words, done);
    }

    /// <summary>What was refused is told in the words of the command that refused it.</summary>
    private static Result<JsonNode> Read(string[] words, ToolRun done)
    {
        JsonNode? document = null;
        try
        {
            document = JsonNode.Parse(done.Output);
        }
        catch (JsonException)
        {
            // Told below, with what it said instead.
        }

        if (done.ExitCode == 0 && document?["data"] is { } data)
        {
            return data;
        }

        var problem = document
            ?["diagnostics"]?.AsArray()
            .FirstOrDefault(d => d?["severity"]?.GetValue<string>() == "error");
        var said = problem is null ? done.Summary() : $"{problem["code"]}: {problem["message"]}";
        return CliDiagnostics.TrialRefused.Error(
            $"'specify {string.Join(' ', words.Take(2))}' failed in a throw-away project: {said}",
            problem?["hint"]?.GetValue<string>() ?? "do the same in a project of your own to see more"
        );
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in from.EnumerateFileSystemInfos().Where(e => e.LinkTarget is null))
        {
            var target = Path.Combine(to, entry.Name);
            if (entry is FileInfo file)
            {
                file.CopyTo(target);
            }
            else if (!NotCopied.Contains(entry.Name))
            {
                Copy((DirectoryInfo)entry, target);
            }
        }
    }
}
