namespace Speckit.EndToEnd.Escapes;

/// <summary>Plugins with the same hostile code and different grants.</summary>
internal static class HostilePlugins
{
    /// <summary>What <c>hostile-small</c>, <c>hostile-crowd</c> and <c>hostile-dotnet</c> may use.</summary>
    internal const int MostProcesses = 60;

    /// <inheritdoc cref="MostProcesses"/>
    internal const int MemoryMegabytes = 192;

    /// <inheritdoc cref="MostProcesses"/>
    internal const int OpenFiles = 256;

    /// <inheritdoc cref="MostProcesses"/>
    internal const int OutputMegabytes = 16;

    /// <summary>The plugins in Python, with the part of the manifest that says what they may do.</summary>
    internal static IReadOnlyDictionary<string, string> Python(int blockedPort) =>
        new Dictionary<string, string>
        {
            ["hostile-none"] = "resource_limits: { timeout: 30 }\n",
            ["hostile-read"] = "requires: { capabilities: [filesystem.read] }\nresource_limits: { timeout: 30 }\n",
            ["hostile-write"] =
                "requires: { capabilities: [filesystem.read, filesystem.write] }\nresource_limits: { timeout: 30 }\n",
            ["hostile-net"] = $$"""
                requires: { capabilities: [network] }
                resource_limits: { timeout: 60 }
                sandbox:
                  network:
                    allowed_hosts: ["127.0.0.1"]
                    blocked_ports: [{{blockedPort}}]

                """,
            ["hostile-shell"] =
                "requires: { capabilities: [filesystem.read, filesystem.write, subprocess] }\nresource_limits: { timeout: 90 }\n",
            ["hostile-tasks"] = """
                requires: { capabilities: [backlog.read, backlog.write, environment] }
                resource_limits: { timeout: 30 }
                sandbox:
                  environment: [HARMLESS]

                """,
            ["hostile-small"] = Limits(timeout: 15),
            ["hostile-crowd"] = "requires: { capabilities: [subprocess] }\n" + Limits(timeout: 30),
        };

    private static string Limits(int timeout) =>
        $"resource_limits: {{ timeout: {timeout}, memory_mb: {MemoryMegabytes}, processes: {MostProcesses}, open_files: {OpenFiles}, output_mb: {OutputMegabytes} }}\n";

    /// <summary>Writes a plugin in Python.</summary>
    /// <returns>Its folder.</returns>
    internal static string WritePython(string work, string name, string grants)
    {
        var folder = Directory.CreateDirectory(Path.Combine(work, name)).FullName;
        foreach (var file in Directory.EnumerateFiles(Source("Python"), "*.py"))
        {
            var text = File.ReadAllText(file).Replace("@NAME@", name, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder, Path.GetFileName(file)), text);
        }

        File.WriteAllText(
            Path.Combine(folder, "plugin.yaml"),
            Manifest(name, grants, "hostile.py:Try", "hostile.py:Hello")
        );
        return folder;
    }

    /// <summary>Writes the plugin in C#.</summary>
    /// <returns>Its folder, not built yet.</returns>
    internal static string WriteCSharp(string work)
    {
        var folder = Directory.CreateDirectory(Path.Combine(work, "hostile-dotnet")).FullName;
        var source = Directory.CreateDirectory(Path.Combine(folder, "src")).FullName;
        foreach (var file in Directory.EnumerateFiles(Source("CSharp")))
        {
            // Named so that the tests' own build leaves them alone.
            File.Copy(file, Path.Combine(source, Path.GetFileName(file).Replace(".txt", "", StringComparison.Ordinal)));
        }

        File.WriteAllText(
            Path.Combine(folder, "plugin.yaml"),
            Manifest(
                "hostile-dotnet",
                Limits(timeout: 30),
                "bin/Hostile.dll:Hostile.TryCommand",
                "bin/Hostile.dll:Hostile.HelloCommand"
            )
        );
        return folder;
    }

    private static string Source(string language) => Path.Combine(AppContext.BaseDirectory, "Escapes", language);

    private static string Manifest(string name, string grants, string attempt, string hello) =>
        $"""
            apiVersion: speckit.dev/v1
            kind: Plugin
            metadata:
              name: {name}
              version: 1.0.0
              author: tests
              license: MIT
              description: Tries to get out
            {grants}provides:
              commands:
                - name: {name}:try
                  description: Try to get out
                  entrypoint: {attempt}
                - name: {name}:hello
                  description: Say hello
                  entrypoint: {hello}

            """;
}
