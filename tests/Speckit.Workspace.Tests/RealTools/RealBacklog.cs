using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Speckit.Workspace.Tests.RealTools;

/// <summary>A project that the real Backlog.md made.</summary>
public sealed class RealBacklog : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Root => _folder.Path;

    public string Tasks => _folder["backlog/tasks"];

    public static async Task<RealBacklog> CreateAsync(bool git = true, params string[] options)
    {
        var project = new RealBacklog();
        if (git)
        {
            using var process = Process.Start(
                new ProcessStartInfo("git", ["init", "-q", "."])
                {
                    UseShellExecute = false,
                    WorkingDirectory = project.Root,
                    RedirectStandardError = true,
                }
            )!;
            await process.WaitForExitAsync();
            process.ExitCode.ShouldBe(0);
        }

        string[] gitOption = git ? [] : ["--no-git"];
        await project.RunAsync(["init", "Demo", "--defaults", "--integration-mode", "none", .. gitOption, .. options]);
        return project;
    }

    public async Task<string> RunAsync(params string[] arguments) =>
        (await NodeTool.Backlog.RunAsync(Root, arguments)).ShouldSucceed().Output;

    public async Task<JsonObject> ViewAsync(string id) =>
        JsonNode.Parse(await RunAsync("task", "view", id, "--json"))!["task"]!.AsObject();

    /// <summary>Creates many tasks in one process: the tool's MCP server takes one JSON-RPC request a line.</summary>
    public async Task CreateManyAsync(IEnumerable<JsonObject> tasks)
    {
        using var process = NodeTool.Backlog.Start(Root, "mcp", "start");
        try
        {
            await SendAsync(
                process,
                """{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2024-11-05","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}"""
            );
            await ReceiveAsync(process, 0);
            await SendAsync(process, """{"jsonrpc":"2.0","method":"notifications/initialized"}""");
            var id = 0;
            foreach (var task in tasks)
            {
                var request = new JsonObject
                {
                    ["jsonrpc"] = "2.0",
                    ["id"] = ++id,
                    ["method"] = "tools/call",
                    ["params"] = new JsonObject { ["name"] = "task_create", ["arguments"] = task.DeepClone() },
                };
                await SendAsync(process, request.ToJsonString());
                var result = await ReceiveAsync(process, id);
                (result["result"]?["isError"]?.GetValue<bool>() ?? false).ShouldBeFalse(result.ToJsonString());
            }
        }
        finally
        {
            process.StandardInput.Close();
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    public void Dispose() => _folder.Dispose();

    private static async Task SendAsync(Process process, string line)
    {
        await process.StandardInput.WriteAsync(line + "\n");
        await process.StandardInput.FlushAsync();
    }

    private static async Task<JsonNode> ReceiveAsync(Process process, int id)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
        {
            var message = JsonNode.Parse(line)!;
            if (
                message["id"] is JsonValue value
                && value.GetValueKind() == JsonValueKind.Number
                && value.GetValue<int>() == id
            )
            {
                return message;
            }
        }

        throw new InvalidOperationException(
            "The backlog MCP server ended: " + await process.StandardError.ReadToEndAsync()
        );
    }
}
