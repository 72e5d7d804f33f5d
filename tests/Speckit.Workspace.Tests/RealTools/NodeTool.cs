using System.Diagnostics;

namespace Speckit.Workspace.Tests.RealTools;

/// <summary>Runs a real command-line tool out of <c>node_modules</c>.</summary>
public sealed class NodeTool
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private NodeTool(string path)
    {
        Path = path;
    }

    public static NodeTool Backlog => Find("backlog");

    public static NodeTool Claude => Find("claude");

    private string Path { get; }

    public async Task<ToolResult> RunAsync(string folder, string[] arguments, string input = "")
    {
        var start = new ProcessStartInfo(Path, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = folder;
        start.Environment["NO_COLOR"] = "1";
        start.Environment["CLAUDE_CONFIG_DIR"] = System.IO.Path.Combine(folder, ".claude-config");
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(Limit);
        await process.WaitForExitAsync(timeout.Token);
        return new ToolResult(process.ExitCode, await output, await error);
    }

    public Process Start(string folder, params string[] arguments) =>
        Process.Start(
            new ProcessStartInfo(Path, arguments)
            {
                UseShellExecute = false,
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;

    private static NodeTool Find(string name)
    {
        var modules = Environment.GetEnvironmentVariable("SPECKIT_TEST_NODE_MODULES");
        modules = string.IsNullOrEmpty(modules)
            ? System.IO.Path.Combine(Root(), "artifacts", "npm", "node_modules")
            : modules;
        var path = System.IO.Path.Combine(modules, ".bin", OperatingSystem.IsWindows() ? $"{name}.cmd" : name);
        return File.Exists(path)
            ? new NodeTool(path)
            : throw new InvalidOperationException(
                $"The real tool '{name}' is not at '{path}'. './run test' installs it; or set SPECKIT_TEST_NODE_MODULES."
            );
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Speckit.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}

public sealed record ToolResult(int ExitCode, string Output, string Error)
{
    public ToolResult ShouldSucceed()
    {
        ExitCode.ShouldBe(0, $"{Output}\n{Error}");
        return this;
    }
}
