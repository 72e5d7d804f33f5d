using System.Text.Json.Nodes;
using Speckit.Protocol.Messages;

namespace Speckit.Sdk.Testing;

/// <summary>
/// A base for classes of tests (JP design §12.3), for any test framework that disposes them: each test sets <see cref="Host"/> up,
/// then calls the plugin, which starts by itself.
/// </summary>
public abstract class PluginTestCase : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _started;

    /// <summary>The host of this test.</summary>
    protected PluginTestHost Host { get; } = new();

    /// <summary>The plugin under test: what its <c>Main</c> runs.</summary>
    protected abstract PluginHostBuilder CreatePlugin();

    /// <summary>Runs a command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="options">Its options by name without dashes: strings, booleans, arrays of strings.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    /// <exception cref="Protocol.RpcErrorException">The plugin answered with an error.</exception>
    protected async Task<CommandRunResult> RunAsync(
        string name,
        IReadOnlyList<string>? arguments = null,
        JsonObject? options = null,
        CancellationToken cancellationToken = default
    )
    {
        await StartAsync(cancellationToken);
        return await Host.RunCommandAsync(name, arguments, options, cancellationToken);
    }

    /// <summary>Delivers an event to the plugin's hooks and subscriptions.</summary>
    /// <exception cref="Protocol.RpcErrorException">A hook failed.</exception>
    protected async Task SendEventAsync(EventEnvelope envelope, CancellationToken cancellationToken = default)
    {
        await StartAsync(cancellationToken);
        await Host.SendEventAsync(envelope, cancellationToken: cancellationToken);
    }

    /// <summary>Starts the plugin, unless it runs; for tests that call <see cref="Host"/> themselves.</summary>
    protected async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_started)
            {
                await Host.StartAsync(CreatePlugin(), cancellationToken);
                _started = true;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _turn.Dispose();
        GC.SuppressFinalize(this);
    }
}
