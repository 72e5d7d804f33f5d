using System.Text.Json;

namespace Speckit.EndToEnd;

/// <summary>A home and a project of a test's own.</summary>
internal sealed class Sandbox : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("speckit-e2e-").FullName;

    internal Sandbox()
    {
        Home = Directory.CreateDirectory(Path.Combine(_root, "home")).FullName;
        Project = Directory.CreateDirectory(Path.Combine(_root, "project")).FullName;
        Work = Directory.CreateDirectory(Path.Combine(_root, "work")).FullName;
    }

    internal string Home { get; }

    internal string Project { get; }

    internal string Work { get; }

    internal string LockFile => Path.Combine(Project, ".specify", "plugins.lock.json");

    internal Task<Finished> SpecifyAsync(params string[] arguments) =>
        Tools.RunAsync(Tools.Specify, arguments, Project, Home);

    internal async Task<Sandbox> InitializeAsync()
    {
        (await SpecifyAsync("init")).ShouldSucceed();
        return this;
    }

    /// <summary>A package with one agent and no code.</summary>
    /// <param name="name">The plugin.</param>
    /// <param name="version">Its version.</param>
    /// <param name="files">How many other files it has.</param>
    /// <param name="more">More of its manifest, whole lines.</param>
    internal async Task<string> PackAgentAsync(string name, string version = "1.0.0", int files = 1, string more = "")
    {
        var folder = Directory.CreateDirectory(Path.Combine(Work, $"{name}-{version}")).FullName;
        File.WriteAllText(
            Path.Combine(folder, "plugin.yaml"),
            $"""
            apiVersion: speckit.dev/v1
            kind: Plugin
            metadata:
              name: {name}
              version: {version}
              author: tests
              license: MIT
              description: An agent
            {more}provides:
              agents:
                - name: {name}-agent
                  description: Helps
                  persona_file: agent.md
            """
        );
        File.WriteAllText(Path.Combine(folder, "agent.md"), $"You help. Version {version}.");
        File.WriteAllText(Path.Combine(folder, "README.md"), $"# {name}");
        for (var i = 0; i < files; i++)
        {
            File.WriteAllText(Path.Combine(folder, $"file{i}.txt"), $"{version} {i}");
        }

        return await PackAsync(folder);
    }

    /// <summary>Builds a plugin's folder into a package.</summary>
    internal async Task<string> PackAsync(string folder)
    {
        var built = await SpecifyAsync("plugin", "build", folder, "--output", Work, "--json");
        using var document = JsonDocument.Parse(built.ShouldSucceed().Output);
        return document.RootElement.GetProperty("data").GetProperty("path").GetString()!;
    }

    /// <summary>Keeps the project and the home as they are now.</summary>
    internal Snapshot Save() => new(this);

    /// <summary>Copies a folder with all that is in it, modes and times of change too.</summary>
    internal static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to, entry.Name);
            if (entry is DirectoryInfo)
            {
                Copy(entry.FullName, target);
            }
            else
            {
                File.Copy(entry.FullName, target);
            }
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
