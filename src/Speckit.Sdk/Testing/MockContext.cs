using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Speckit.Protocol;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk.Testing;

/// <summary>
/// A context to test one class with, without a session (JP design §12.3): set the members up, give <see cref="Context"/> to the
/// class, look at what happened. The configuration and the capabilities are taken when <see cref="Context"/> is first asked for.
/// </summary>
public sealed class MockContext : TestHost
{
    private PluginContext? _context;

    private MockContext() { }

    /// <summary>An empty project, all capabilities, no configuration.</summary>
    public static MockContext Create() => new();

    /// <summary>What to give to the class under test.</summary>
    public PluginContext Context => _context ??= CreateContext();

    /// <summary>What a class under test that takes part in a workflow phase gets.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="feature">The feature that is worked on.</param>
    /// <param name="context">What the workflow knows beside that.</param>
    public PluginContext InPhase(string phase, string? feature = null, JsonObject? context = null) =>
        Context.InPhase(new PhaseParams(phase, feature, context is null ? null : JsonBinding.ToElement(context)));

    /// <summary>What a <see cref="StackTemplate"/> under test is asked with.</summary>
    /// <param name="context">What the host says, such as <c>outcomeType</c>, <c>requirements</c>, <c>spec</c> and <c>config</c>.</param>
    public static StackRequest StackRequest(JsonObject? context = null) =>
        new(context is null ? null : JsonBinding.ToElement(context));

    /// <summary>What an <see cref="OutcomeType"/> under test is asked about.</summary>
    public static OSpecDocument Document(JsonObject document) => new(JsonBinding.ToElement(document));

    /// <summary>Delivers an event to the subscriptions of the class under test.</summary>
    public async Task SendEventAsync(EventEnvelope envelope, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        foreach (var subscription in Context.Events.SubscribersOf(envelope.Type))
        {
            await subscription.Handler(envelope, cancellationToken);
        }
    }

    private PluginContext CreateContext()
    {
        var context = new PluginContext(new Connection(this), Start());
        context.Configure(ConfigElement);
        return context;
    }

    private sealed class Connection(MockContext host) : HostConnection
    {
        protected override async Task NotifyAsync<TParams>(
            string method,
            TParams parameters,
            JsonTypeInfo<TParams> parameterType,
            CancellationToken cancellationToken
        )
        {
            try
            {
                var nothing = ProtocolJsonContext.Default.Empty;
                await SendAsync(method, parameters, parameterType, nothing, cancellationToken);
            }
            catch (RpcErrorException)
            {
                // A notification has no answer: the plugin does not hear that it was dropped.
            }
        }

        protected override Task<TResult> SendAsync<TParams, TResult>(
            string method,
            TParams parameters,
            JsonTypeInfo<TParams> parameterType,
            JsonTypeInfo<TResult> resultType,
            CancellationToken cancellationToken
        )
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return Task.FromResult(host.Services.Find<TParams, TResult>(method).Answer(parameters));
            }
            catch (Exception e)
            {
                return Task.FromException<TResult>(e);
            }
        }
    }
}
