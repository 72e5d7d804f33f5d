using System.Globalization;
using System.Text.Json;
using Speckit.Host.Journals;
using Speckit.Host.Projects;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Events;

/// <summary>The append-only journal <c>events/YYYY-MM-DD.jsonl</c>, a file for each day in UTC.</summary>
/// <param name="project">The project.</param>
/// <param name="time">The clock.</param>
internal sealed class EventJournal(ProjectLayout project, TimeProvider time)
{
    /// <summary>Appends an event; it is in the file when this returns.</summary>
    internal async Task AppendAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(project.EventsDirectory);
        var day = envelope.Time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var path = Path.Combine(project.EventsDirectory, day + ".jsonl");
        var json = JsonSerializer.SerializeToUtf8Bytes(envelope, ProtocolJsonContext.Default.EventEnvelope);
        await using var file = await AppendOnlyFile.OpenAsync(path, time, cancellationToken);
        file.AppendLine(json);
    }
}
