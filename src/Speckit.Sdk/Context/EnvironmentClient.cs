using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk;

/// <summary>The person's environment variables, those that the manifest names in <c>sandbox.environment</c>. Needs <c>environment</c>.</summary>
public sealed class EnvironmentClient
{
    private readonly HostConnection _host;

    internal EnvironmentClient(HostConnection host) => _host = host;

    /// <summary>A variable's value; null when it is not set.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>environment</c>.</exception>
    public async Task<string?> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var json = ProtocolJsonContext.Default;
        var variable = await _host.AskAsync(
            Methods.EnvironmentGet,
            new EnvironmentGetParams(name),
            json.EnvironmentGetParams,
            json.EnvironmentGetResult,
            cancellationToken
        );
        return variable.Value;
    }
}
