using System.Diagnostics;

namespace Speckit.Packaging.Tests;

/// <summary>A folder of its own for a test, gone afterwards.</summary>
public sealed class TestFolder : IDisposable
{
    public TestFolder() => Root = Directory.CreateTempSubdirectory("speckit-packaging-").FullName;

    public string Root { get; }

    public string At(string path) => Path.Combine(Root, path);

    public string Folder(string path) => Directory.CreateDirectory(At(path)).FullName;

    public string Write(string path, string content) => Write(path, System.Text.Encoding.UTF8.GetBytes(content));

    public string Write(string path, byte[] content)
    {
        var full = At(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
        return full;
    }

    /// <summary>A small plugin in <paramref name="name"/>.</summary>
    public string Plugin(string name = "plugin")
    {
        Write($"{name}/plugin.yaml", "apiVersion: speckit.dev/v1\nkind: Plugin\n");
        Write($"{name}/README.md", "# Demo\n");
        Write($"{name}/CHANGELOG.md", "## 1.0.0\n");
        Write($"{name}/src/commands/run.py", "print('hello')\n");
        var script = Write($"{name}/bin/tool", "#!/bin/sh\necho tool\n");
        SetMode(script, 0x1ED);
        return At(name);
    }

    /// <summary>Sets the permission bits, where there are any.</summary>
    public static void SetMode(string path, int mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)mode);
        }
    }

    /// <summary>Runs a real tool in this folder; its output, when it succeeds.</summary>
    public async Task<string> Run(string tool, params string[] arguments)
    {
        var (exit, output, error) = await TryRun(tool, arguments);
        exit.ShouldBe(0, $"{tool} {string.Join(' ', arguments)}: {error}");
        return output;
    }

    public async Task<(int Exit, string Output, string Error)> TryRun(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            WorkingDirectory = Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = Root;
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
