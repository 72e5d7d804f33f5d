using System.Buffers;
using System.Text.Json;
using Speckit.Host.Journals;
using Speckit.Host.Projects;

namespace Speckit.Workspace.Backlog;

/// <summary>The host's own record of which plugin created which task (decisions, 20): labels can be edited by anybody.</summary>
/// <param name="project">The project.</param>
/// <param name="time">The clock.</param>
internal sealed class TaskLedger(ProjectLayout project, TimeProvider time)
{
    /// <summary>Records that a plugin created a task.</summary>
    internal async Task RecordAsync(string task, string plugin, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("task", task);
            writer.WriteString("plugin", plugin);
            writer.WriteString("time", time.GetUtcNow().UtcDateTime);
            writer.WriteEndObject();
        }

        await using var file = await AppendOnlyFile.OpenAsync(project.TaskLedgerFile, time, cancellationToken);
        file.AppendLine(buffer.WrittenSpan);
    }

    /// <summary>Whether a plugin created a task.</summary>
    internal bool Owns(string plugin, string task) =>
        File.Exists(project.TaskLedgerFile)
        && File.ReadLines(project.TaskLedgerFile).Any(line => Says(line, plugin, task));

    private static bool Says(string line, string plugin, string task)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("task", out var recorded)
                && document.RootElement.TryGetProperty("plugin", out var owner)
                && string.Equals(recorded.GetString(), task, StringComparison.OrdinalIgnoreCase)
                && owner.GetString() == plugin;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A line that a crash cut short records nothing.
            return false;
        }
    }
}
