using System.Reflection;
using Speckit.Packaging.Archives;

namespace Speckit.Host.Tests.Support;

/// <summary>A plugin's source, to be packed by the real writer.</summary>
internal sealed record PluginSource(string Name, string Version = "1.0.0")
{
    /// <summary>More lines of the manifest.</summary>
    public string Extra { get; init; } = "";

    /// <summary>The <c>provides</c> section; without one the plugin provides an agent and starts nothing.</summary>
    public string? Provides { get; init; }

    /// <summary>The entries of <c>requires.capabilities</c>.</summary>
    public string[] Capabilities { get; init; } = [];

    /// <summary>More entries of <c>requires</c>.</summary>
    public string Requires { get; init; } = "";

    /// <summary>Whether the fixture plugin's assembly is in it.</summary>
    public bool HasEcho { get; init; }

    /// <summary>What the fixture plugin does instead of keeping to the protocol, or null.</summary>
    public string? Mode { get; init; }

    /// <summary>More files.</summary>
    public Dictionary<string, string> Files { get; init; } = [];

    /// <summary>The fixture plugin with those commands and hooks.</summary>
    public static PluginSource Echo(string name, string[] commands, params string[] hooks) =>
        new(name) { HasEcho = true, Provides = EchoProvides(commands, hooks) };

    /// <summary>A plugin of one Python file with those commands: each is the function <c>run_x</c> of the command <c>name:x</c>.</summary>
    public static PluginSource Python(string name, string code, params string[] commands) =>
        new(name)
        {
            Files = { ["src/main.py"] = code },
            Provides =
                "provides:\n  commands:\n"
                + string.Concat(
                    commands.Select(c =>
                        $"    - {{ name: \"{name}:{c}\", description: Does it, entrypoint: \"src/main.py:run_{c}\" }}\n"
                    )
                ),
        };

    private static string EchoAssembly { get; } =
        typeof(PluginSource)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(a => a.Key == "EchoPlugin")
            .Value!;

    /// <summary>Writes the plugin's folder.</summary>
    public string Write(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "agents"));
        File.WriteAllText(Path.Combine(folder, "plugin.yaml"), Manifest());
        File.WriteAllText(Path.Combine(folder, "agents", "a.md"), $"# Agent of {Version}\n");
        foreach (var (path, content) in Files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            var file = Path.Combine(folder, path);
            File.WriteAllText(file, content);
            if (content.StartsWith("#!", StringComparison.Ordinal) && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.UserExecute);
            }
        }

        if (HasEcho)
        {
            CopyEcho(Path.Combine(folder, "bin"));
        }

        return folder;
    }

    /// <summary>Packs the plugin and gives the archive's path.</summary>
    public string Pack(TempFolder folder)
    {
        var id = Guid.NewGuid().ToString("N");
        var archive = folder.At(id + ".tar.gz");
        var written = PackageWriter.Write(Write(folder.At(id)), archive);
        written.Succeeded.ShouldBeTrue(string.Join("; ", written.Diagnostics));
        return archive;
    }

    private static string EchoProvides(string[] commands, string[] hooks)
    {
        var text = "provides:\n";
        text += commands.Length > 0 ? "  commands:\n" : "";
        foreach (var command in commands)
        {
            text += $"    - {{ name: \"{command}\", description: Does it, entrypoint: bin/EchoPlugin.dll }}\n";
        }

        text += hooks.Length > 0 ? "  hooks:\n" : "";
        foreach (var hook in hooks)
        {
            text += $"    - {{ {hook}, handler: bin/EchoPlugin.dll }}\n";
        }

        return text;
    }

    private void CopyEcho(string bin)
    {
        Directory.CreateDirectory(bin);
        string[] files = ["EchoPlugin.dll", "EchoPlugin.runtimeconfig.json", "EchoPlugin.deps.json"];
        foreach (var file in files.Append("Speckit.Sdk.dll").Append("Speckit.Protocol.dll"))
        {
            File.Copy(Path.Combine(EchoAssembly, file), Path.Combine(bin, file));
        }

        if (Mode is not null)
        {
            File.WriteAllText(Path.Combine(bin, "mode.txt"), Mode);
        }
    }

    private string Manifest()
    {
        var provides = Provides ?? "provides:\n  agents:\n    - { name: a-" + Name.Replace("@", "").Replace('/', '-');
        provides += Provides is null ? ", description: An agent, persona_file: agents/a.md }\n" : "";
        var capabilities = string.Concat(Capabilities.Select(c => $"    - {c}\n"));
        var requires = Requires + (Capabilities.Length > 0 ? "  capabilities:\n" + capabilities : "");
        return $"apiVersion: speckit.dev/v1\nkind: Plugin\nmetadata:\n  name: \"{Name}\"\n  version: {Version}\n"
            + "  author: tester\n  license: MIT\n  description: A plugin for tests\n"
            + provides
            + (requires.Length > 0 ? "requires:\n" + requires : "")
            + Extra;
    }
}
