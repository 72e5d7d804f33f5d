using Speckit.Protocol;

namespace Speckit.Sdk.Hosting;

/// <summary>One connection with a host, from <c>initialize</c> to the end of the input.</summary>
internal sealed class PluginSession(PluginHandlers handlers, TextWriter log)
{
    private const int Interrupted = 130;

    public async Task<int> RunAsync(Stream input, Stream output, CancellationToken cancellationToken)
    {
        var options = new JsonRpcPeerOptions
        {
            DedicatedReaderThread = true,
            ExposeExceptionMessages = true,
            HandlerFailed = (method, exception) => log.WriteLine($"{method}: {exception}"),
        };
        await using var peer = new JsonRpcPeer(input, output, options);
        var router = new SessionRouter(peer);
        new LifecycleEndpoint(handlers, router).Register(peer);
        new CommandEndpoint(handlers).Register(router);
        new HookEndpoint(handlers, log).Register(router);
        new PhaseEndpoint(handlers).Register(router);
        new StackEndpoint(handlers).Register(router);
        new OutcomeEndpoint(handlers).Register(router);
        new WorkEndpoint(handlers).Register(router);
        new MigrationEndpoint(handlers).Register(router);
        peer.Start();
        try
        {
            await peer.Completion.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Interrupted;
        }
        catch (Exception e) when (e is ProtocolException or IOException)
        {
            await log.WriteLineAsync($"The connection with the host broke: {e.Message}");
            return 1;
        }

        return router.IsInitialized ? 0 : await PluginIntroduction.WriteAsync(handlers, log);
    }
}
