using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Speckit.Host.Services;
using Speckit.Host.Services.Limits;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Protocol;
using Speckit.Protocol.Messages;
using StoredTask = Speckit.Workspace.Backlog.BacklogTask;
using WireTask = Speckit.Protocol.Messages.BacklogTask;

namespace Speckit.Workspace.Backlog;

/// <summary>The backlog as plugins see it: the methods <c>backlog/*</c> of the protocol, under the rules of JP design §6.</summary>
public static class BacklogServices
{
    private static readonly ProtocolJsonContext Json = ProtocolJsonContext.Default;

    /// <summary>Every service.</summary>
    public static ImmutableArray<Service> All { get; } =
    [
        Service.Create(
            Methods.BacklogList,
            Capability.BacklogRead,
            j => j.BacklogListParams,
            j => j.BacklogTaskList,
            ListAsync
        ),
        Service.Create(
            Methods.BacklogGet,
            Capability.BacklogRead,
            j => j.BacklogGetParams,
            j => j.BacklogTask,
            GetAsync,
            p => p.Id
        ),
        Service.Create(
            Methods.BacklogCreate,
            Capability.BacklogWrite,
            j => j.BacklogCreateParams,
            j => j.BacklogTask,
            CreateAsync,
            p => p.Title,
            (_, created) => $"created {created.Id}"
        ),
        Service.Create(
            Methods.BacklogUpdate,
            Capability.BacklogWrite,
            j => j.BacklogUpdateParams,
            j => j.BacklogTask,
            UpdateAsync,
            p => p.Id,
            (_, _) => null
        ),
    ];

    private static async Task<BacklogTaskList> ListAsync(
        ServiceContext context,
        BacklogListParams wanted,
        CancellationToken cancellationToken
    )
    {
        var filter = new TaskFilter { Status = wanted.Status, Labels = [.. wanted.Labels ?? []] };
        var tasks = Take(await Open(context).ListAsync(filter, cancellationToken));
        return new BacklogTaskList([.. tasks.Where(t => HasMetadata(t, wanted.Metadata)).Select(ToWire)]);
    }

    private static async Task<WireTask> GetAsync(
        ServiceContext context,
        BacklogGetParams wanted,
        CancellationToken cancellationToken
    ) => ToWire(Take(await Open(context).GetAsync(wanted.Id, cancellationToken)));

    private static async Task<WireTask> CreateAsync(
        ServiceContext context,
        BacklogCreateParams wanted,
        CancellationToken cancellationToken
    )
    {
        var project = Take(BacklogProject.Find(context.Project.Root));
        var task = new NewTask(wanted.Title)
        {
            Description = wanted.Description ?? "",
            Status = wanted.Status,
            Labels = [.. wanted.Labels ?? []],
            Priority = wanted.Priority,
            AcceptanceCriteria = [.. wanted.AcceptanceCriteria ?? []],
            Metadata = ToStored(wanted.Metadata),
        };
        var allowed = Take(PolicyFor(context, project).ForCreation(task));
        context.Meter.Count(RunLimit.TasksCreated);
        var store = new BacklogStore(project, context.Host.Time);
        var created = Take(await store.CreateAsync(allowed, cancellationToken));
        var ledger = new TaskLedger(context.Project, context.Host.Time);

        // From here on the task exists: what belongs to it is done whether or not somebody still waits.
        await ledger.RecordAsync(created.Id, context.PluginName, CancellationToken.None);
        await PublishAsync(context, "backlog.task.created", created);
        return ToWire(created);
    }

    private static async Task<WireTask> UpdateAsync(
        ServiceContext context,
        BacklogUpdateParams wanted,
        CancellationToken cancellationToken
    )
    {
        var project = Take(BacklogProject.Find(context.Project.Root));
        var policy = PolicyFor(context, project);
        var ledger = new TaskLedger(context.Project, context.Host.Time);
        var changes = new TaskChanges
        {
            Status = wanted.Status,
            Labels = wanted.Labels is { } labels ? [.. labels] : null,
            Metadata = ToStored(wanted.Metadata),
        };
        var store = new BacklogStore(project, context.Host.Time);
        context.Meter.Count(RunLimit.TasksUpdated);
        var updated = Take(
            await store.UpdateAsync(
                wanted.Id,
                task => policy.ForUpdate(task, ledger.Owns(context.PluginName, task.Id), changes),
                cancellationToken
            )
        );
        await PublishAsync(context, "backlog.task.updated", updated);
        return ToWire(updated);
    }

    private static BacklogStore Open(ServiceContext context) =>
        new(Take(BacklogProject.Find(context.Project.Root)), context.Host.Time);

    private static BacklogPolicy PolicyFor(ServiceContext context, BacklogProject project) =>
        new(context.Granted.Plugin.Name, project.Config, new BacklogPolicyOptions());

    private static async Task PublishAsync(ServiceContext context, string type, StoredTask task)
    {
        var payload = JsonSerializer.SerializeToElement(ToWire(task), Json.BacklogTask);
        await context.Host.Events.PublishAsync(
            type,
            context.PluginName,
            payload,
            feature: null,
            task.Id,
            CancellationToken.None
        );
    }

    private static bool HasMetadata(StoredTask task, IReadOnlyDictionary<string, string>? wanted) =>
        wanted is null || wanted.All(w => task.Metadata.TryGetValue(w.Key, out var value) && TextOf(value) == w.Value);

    private static ImmutableSortedDictionary<string, JsonElement> ToStored(
        IReadOnlyDictionary<string, string>? metadata
    ) => metadata is null ? PluginMetadata.None : PluginMetadata.Of(metadata.Select(m => (m.Key, m.Value)));

    private static WireTask ToWire(StoredTask task) =>
        new(
            task.Id,
            task.Title,
            task.Status,
            task.Labels,
            task.Priority,
            task.Description,
            task.Metadata.ToDictionary(m => m.Key, m => TextOf(m.Value), StringComparer.Ordinal),
            TimeOf(task.Created),
            TimeOf(task.Updated),
            task.Assignees
        );

    private static string TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    /// <summary>The tool writes UTC without saying so; a date that people wrote otherwise is none to plugins.</summary>
    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd HH:mm", "yyyy-MM-dd"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
            ? time
            : null;

    private static T Take<T>(Result<T> result)
        where T : notnull
    {
        if (result.TryGet(out var value))
        {
            return value;
        }

        var error = result.Diagnostics.First(d => d.Severity == Severity.Error);
        var code = error.Descriptor.Kind == FailureKind.Refused ? RpcErrorCodes.Refused : RpcErrorCodes.InvalidParams;
        throw new RpcErrorException(code, error.Hint is null ? error.Message : $"{error.Message} ({error.Hint})");
    }
}
