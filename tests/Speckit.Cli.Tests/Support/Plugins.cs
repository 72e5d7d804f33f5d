using System.Reflection;

namespace Speckit.Cli.Tests.Support;

/// <summary>Plugins on an author's machine.</summary>
internal static class Plugins
{
    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>A plugin that is packed without compiling anything.</summary>
    public static string WriteScript(
        string folder,
        string name = "demo",
        string version = "1.0.0",
        string description = "A plugin for tests",
        string author = "tester",
        string capabilities = "[]",
        string extra = ""
    )
    {
        Directory.CreateDirectory(Path.Combine(folder, "src"));
        File.WriteAllText(
            Path.Combine(folder, "plugin.yaml"),
            $"""
            apiVersion: speckit.dev/v1
            kind: Plugin
            metadata:
              name: "{name}"
              version: {version}
              author: "{author}"
              license: MIT
              description: "{description}"
              keywords: [testing]
            provides:
              commands:
                - name: {name.Split('/')[^1]}:hello
                  description: Says hello
                  entrypoint: src/hello.py:run
            requires:
              capabilities: {capabilities}
            {extra}
            """
        );
        File.WriteAllText(Path.Combine(folder, "src", "hello.py"), "def run(context):\n    return 'hello'\n");
        File.WriteAllText(Path.Combine(folder, "README.md"), $"# {name}\n\nUsage: run it.\n");
        return folder;
    }

    /// <summary>The compiled greeter (tests/Fixtures/GreeterPlugin), a C# plugin made with the SDK.</summary>
    public static string WriteGreeter(string folder)
    {
        var fixture = Path.Combine(RepositoryRoot, "tests", "Fixtures", "GreeterPlugin");
        var built = Path.Combine(fixture, "bin", Configuration, "net10.0");
        Directory.CreateDirectory(Path.Combine(folder, "bin"));
        File.Copy(Path.Combine(fixture, "plugin.yaml"), Path.Combine(folder, "plugin.yaml"));
        foreach (var file in Directory.EnumerateFiles(built).Where(f => f.EndsWith(".dll") || f.EndsWith(".json")))
        {
            File.Copy(file, Path.Combine(folder, "bin", Path.GetFileName(file)));
        }

        return folder;
    }

    private static string Metadata(string key) =>
        typeof(Plugins).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
