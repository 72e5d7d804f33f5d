using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk;

/// <summary>The project's backlog (JP design §6). Reading needs <c>backlog.read</c>, creating and updating <c>backlog.write</c>.</summary>
public sealed class BacklogClient
{
    private readonly HostConnection _host;

    internal BacklogClient(HostConnection host) => _host = host;

    /// <summary>Creates a task; the label <c>plugin:&lt;name&gt;</c> is added by the host.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>backlog.write</c>.</exception>
    /// <exception cref="HostErrorException">The project's rules forbid it, or there is no backlog.</exception>
    public Task<BacklogTask> CreateAsync(BacklogCreateParams task, CancellationToken cancellationToken = default) =>
        _host.AskAsync(
            Methods.BacklogCreate,
            task,
            ProtocolJsonContext.Default.BacklogCreateParams,
            ProtocolJsonContext.Default.BacklogTask,
            cancellationToken
        );

    /// <summary>A task by its id.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>backlog.read</c>.</exception>
    /// <exception cref="HostErrorException">There is no such task.</exception>
    public Task<BacklogTask> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _host.AskAsync(
            Methods.BacklogGet,
            new BacklogGetParams(id),
            ProtocolJsonContext.Default.BacklogGetParams,
            ProtocolJsonContext.Default.BacklogTask,
            cancellationToken
        );

    /// <summary>A task by its id; null when there is none.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>backlog.read</c>.</exception>
    public async Task<BacklogTask?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetAsync(id, cancellationToken);
        }
        catch (HostErrorException e) when (e.Kind == HostErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <summary>The tasks that fulfil every condition, completed ones too.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>backlog.read</c>.</exception>
    public async Task<IReadOnlyList<BacklogTask>> ListAsync(
        BacklogListParams? conditions = null,
        CancellationToken cancellationToken = default
    )
    {
        var list = await _host.AskAsync(
            Methods.BacklogList,
            conditions ?? new BacklogListParams(),
            ProtocolJsonContext.Default.BacklogListParams,
            ProtocolJsonContext.Default.BacklogTaskList,
            cancellationToken
        );
        return list.Tasks;
    }

    /// <summary>Changes a task the plugin created.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>backlog.write</c>.</exception>
    /// <exception cref="HostErrorException">It is another's task, or the rules forbid it.</exception>
    public Task<BacklogTask> UpdateAsync(BacklogUpdateParams change, CancellationToken cancellationToken = default) =>
        _host.AskAsync(
            Methods.BacklogUpdate,
            change,
            ProtocolJsonContext.Default.BacklogUpdateParams,
            ProtocolJsonContext.Default.BacklogTask,
            cancellationToken
        );
}
