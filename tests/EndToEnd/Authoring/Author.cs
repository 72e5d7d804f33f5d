using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Speckit.EndToEnd.Authoring;

/// <summary>Somebody who writes a plugin, on a machine without a network and without anything of their own.</summary>
internal sealed class Author : IDisposable
{
    internal const string Name = "my-plugin";

    // The system's own runtimes first: those that a shim chooses are not found in a sandbox. Whoever asks for the network meets a port that
    // nobody listens on.
    private static readonly Dictionary<string, string> Offline = new()
    {
        ["PATH"] = $"/usr/local/bin:/usr/bin:/bin:{Environment.GetEnvironmentVariable("PATH")}",
        ["HTTP_PROXY"] = "http://127.0.0.1:9",
        ["HTTPS_PROXY"] = "http://127.0.0.1:9",
        ["ALL_PROXY"] = "http://127.0.0.1:9",
    };

    private readonly Sandbox _sandbox = new();

    internal string Folder => Path.Combine(_sandbox.Work, Name);

    internal string Project => _sandbox.Project;

    internal string Work => _sandbox.Work;

    internal static async Task<Author> WithPluginAsync(string language, string type)
    {
        var author = new Author();
        (await author.InWorkAsync("plugin", "init", Name, "--language", language, "--type", type)).ShouldSucceed();
        return author;
    }

    internal Task<Finished> InWorkAsync(params string[] arguments) => RunAsync(_sandbox.Work, arguments);

    internal Task<Finished> InProjectAsync(params string[] arguments) => RunAsync(Project, arguments);

    /// <summary>Starts a command and does not wait for it.</summary>
    internal Process Start(params string[] arguments) =>
        Tools.Start(Tools.Specify, arguments, _sandbox.Work, _sandbox.Home, Offline);

    internal Task<Finished> ToolAsync(string program, params string[] arguments) =>
        Tools.RunAsync(program, arguments, Project, _sandbox.Home);

    /// <summary>Runs the tests; the data of the JSON document.</summary>
    internal async Task<JsonNode> TestAsync(int exitCode, params string[] options)
    {
        var run = await InWorkAsync(["plugin", "test", Name, "--json", .. options]);
        run.ExitCode.ShouldBe(exitCode, run.All);
        return JsonNode.Parse(run.Output)!;
    }

    /// <summary>Replaces a file of the plugin.</summary>
    internal void Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Dispose() => _sandbox.Dispose();

    private Task<Finished> RunAsync(string folder, string[] arguments) =>
        Tools.RunAsync(Tools.Specify, arguments, folder, _sandbox.Home, Offline);
}
