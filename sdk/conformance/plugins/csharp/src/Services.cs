using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Protocol.Messages;
using Speckit.Sdk;

namespace ConformancePlugin;

/// <summary>The host's methods through the SDK's clients.</summary>
internal sealed class Services(PluginContext context, JsonElement parameters, CancellationToken cancelled)
{
    private static readonly ProtocolJsonContext s_json = ProtocolJsonContext.Default;

    public async Task<JsonNode?> CallAsync(string method) =>
        method switch
        {
            "project/glob" => Answers.List(
                await context.Project.GlobAsync(Texts("patterns")!, Texts("exclude"), cancelled)
            ),
            "project/readFile" => await ReadAsync(),
            "project/changedFiles" => Answers.List(await context.Project.ChangedFilesAsync(Text("since"), cancelled)),
            "project/writeFile" => await WriteAsync(),
            "project/createDirectory" => await Nothing(context.Project.CreateDirectoryAsync(Text("path")!, cancelled)),
            "backlog/list" => await ListAsync(),
            "backlog/get" => Tell(await context.Backlog.GetAsync(Text("id")!, cancelled)),
            "backlog/create" => Tell(
                await context.Backlog.CreateAsync(parameters.Deserialize(s_json.BacklogCreateParams)!, cancelled)
            ),
            "backlog/update" => Tell(
                await context.Backlog.UpdateAsync(parameters.Deserialize(s_json.BacklogUpdateParams)!, cancelled)
            ),
            "shell/run" => await RunAsync(),
            "http/send" => await SendAsync(),
            "environment/get" => await context.Environment.GetAsync(Text("name")!, cancelled),
            "events/emit" => await context.Events.EmitAsync(parameters.Deserialize(s_json.EmitEventParams)!, cancelled),
            "console/write" => await Nothing(WriteLineAsync()),
            "console/finding" => await Nothing(
                context.Console.FindingAsync(parameters.Deserialize(s_json.Finding)!, cancelled)
            ),
            "progress/report" => await Nothing(
                context.Progress.ReportAsync(Text("message")!, Number("fraction"), cancelled)
            ),
            "config/get" => JsonNode.Parse((await context.RefreshConfigAsync(cancelled)).Root.GetRawText()),
            "log/write" => await Nothing(LogAsync()),
            _ => throw new UsageException($"There is no service '{method}'."),
        };

    private static async Task<JsonNode?> Nothing(Task task)
    {
        await task;
        return null;
    }

    private async Task<JsonNode?> ReadAsync() =>
        Text("as") == "bytes"
            ? Convert.ToBase64String(await context.Project.ReadBytesAsync(Text("path")!, cancelled))
            : await context.Project.ReadTextAsync(Text("path")!, cancelled);

    private Task<JsonNode?> WriteAsync() =>
        Nothing(
            Text("bytes") is { } bytes
                ? context.Project.WriteBytesAsync(Text("path")!, Convert.FromBase64String(bytes), cancelled)
                : context.Project.WriteTextAsync(Text("path")!, Text("text")!, cancelled)
        );

    private async Task<JsonNode?> ListAsync()
    {
        var tasks = await context.Backlog.ListAsync(parameters.Deserialize(s_json.BacklogListParams), cancelled);
        return new JsonArray([.. tasks.Select(Tell)]);
    }

    private static JsonNode? Tell(BacklogTask task) =>
        JsonSerializer.SerializeToNode(task with { Created = null, Updated = null }, s_json.BacklogTask);

    private async Task<JsonNode?> RunAsync()
    {
        var timeout = Number("timeout") is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        var done = await context.Shell.RunAsync(Texts("argv")!, Text("cwd"), timeout, cancelled);
        return new JsonObject
        {
            ["exitCode"] = done.ExitCode,
            ["stdout"] = done.Output,
            ["stderr"] = done.Error,
            ["timedOut"] = done.TimedOut,
            ["truncated"] = done.Truncated,
        };
    }

    private async Task<JsonNode?> SendAsync()
    {
        var answer = await context.Http.SendAsync(parameters.Deserialize(s_json.HttpSendParams)!, cancelled);
        var headers = new JsonObject();
        foreach (var (name, value) in answer.Headers)
        {
            headers[name] = value;
        }

        return new JsonObject
        {
            ["status"] = answer.Status,
            ["headers"] = headers,
            ["body"] = answer.Text,
        };
    }

    private Task WriteLineAsync() =>
        Text("level") switch
        {
            "warning" => context.Console.WarningAsync(Text("text")!, cancelled),
            "error" => context.Console.ErrorAsync(Text("text")!, cancelled),
            _ => context.Console.WriteAsync(Text("text")!, cancelled),
        };

    private Task LogAsync() =>
        Text("level") switch
        {
            "debug" => context.Log.DebugAsync(Text("message")!, cancelled),
            "warning" => context.Log.WarningAsync(Text("message")!, cancelled),
            "error" => context.Log.ErrorAsync(Text("message")!, cancelled),
            _ => context.Log.InfoAsync(Text("message")!, cancelled),
        };

    private string? Text(string name) => parameters.TryGetProperty(name, out var value) ? value.GetString() : null;

    private double? Number(string name) => parameters.TryGetProperty(name, out var value) ? value.GetDouble() : null;

    private string[]? Texts(string name) =>
        parameters.TryGetProperty(name, out var value) ? [.. value.EnumerateArray().Select(v => v.GetString()!)] : null;
}
