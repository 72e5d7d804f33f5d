using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Host.Configuration;
using Speckit.Host.Projects;
using Speckit.Manifests.Model;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Events;

/// <summary>The project's events: written to the journal first, then waiting for the hooks (protocol: "Events").</summary>
/// <param name="project">The project.</param>
/// <param name="time">The clock.</param>
/// <param name="secrets">What no event may show.</param>
public sealed class EventBus(ProjectLayout project, TimeProvider time, SecretMask secrets)
{
    private readonly EventJournal _journal = new(project, time);
    private readonly ConcurrentQueue<EventEnvelope> _pending = new();

    /// <summary>Told of each event once it is in the journal. Any thread may call.</summary>
    internal Action<EventEnvelope>? Published { get; set; }

    /// <summary>Journals an event and queues it for the hooks.</summary>
    /// <param name="type">Its name.</param>
    /// <param name="source"><c>core</c>, or the plugin that emits it.</param>
    /// <param name="payload">Its data.</param>
    /// <param name="feature">The feature it is about.</param>
    /// <param name="taskId">The backlog task it is about.</param>
    /// <param name="cancellationToken">Ends the waiting for the journal.</param>
    /// <returns>The event's identifier.</returns>
    public async Task<string> PublishAsync(
        string type,
        string source,
        JsonElement payload,
        string? feature,
        string? taskId,
        CancellationToken cancellationToken
    )
    {
        var envelope = new EventEnvelope(
            "evt_" + Ulid.New(time),
            secrets.Apply(type),
            "1.0",
            time.GetUtcNow(),
            project.Name,
            source,
            feature is null ? null : secrets.Apply(feature),
            taskId is null ? null : secrets.Apply(taskId),
            secrets.Apply(payload)
        );
        await _journal.AppendAsync(envelope, cancellationToken);
        _pending.Enqueue(envelope);
        Published?.Invoke(envelope);
        return envelope.Id;
    }

    /// <summary>Publishes a plugin's lifecycle event (JP design, appendix B).</summary>
    internal Task LifecycleAsync(string type, PluginName plugin, string? version = null)
    {
        var payload = new JsonObject { ["plugin"] = plugin.ToString() };
        if (version is not null)
        {
            payload["version"] = version;
        }

        return CoreAsync(type, payload, CancellationToken.None);
    }

    /// <summary>Publishes an event of the core.</summary>
    internal async Task CoreAsync(string type, JsonObject payload, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(payload.ToJsonString());
        await PublishAsync(type, "core", document.RootElement.Clone(), null, null, cancellationToken);
    }

    /// <summary>Takes the next event that the hooks have not seen.</summary>
    internal bool TryTake([NotNullWhen(true)] out EventEnvelope? envelope) => _pending.TryDequeue(out envelope);
}
