namespace Speckit.Registry.Client.Http;

/// <summary>The network, when it is not to be used.</summary>
internal sealed class OfflineHandler : HttpMessageHandler
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    ) => Task.FromException<HttpResponseMessage>(new HttpRequestException("the network is not to be used (--offline)"));
}
