using System.Collections.Immutable;
using Speckit.Manifests.Model;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Services;

/// <summary>Environment variables: those that the manifest names under <c>sandbox.environment</c>, and no other (security: "environment").</summary>
internal static class EnvironmentServices
{
    /// <summary>Words in the name of a variable whose value nobody else may see.</summary>
    private static readonly ImmutableArray<string> SecretWords =
    [
        "TOKEN",
        "SECRET",
        "PASSWORD",
        "PASSWD",
        "PASSPHRASE",
        "CREDENTIAL",
        "APIKEY",
        "API_KEY",
        "ACCESS_KEY",
        "PRIVATE_KEY",
        "AUTH",
    ];

    internal static ImmutableArray<Service> All { get; } =
    [
        Service.Create(
            Methods.EnvironmentGet,
            Capability.Environment,
            j => j.EnvironmentGetParams,
            j => j.EnvironmentGetResult,
            GetAsync,
            p => p.Name
        ),
    ];

    private static Task<EnvironmentGetResult> GetAsync(
        ServiceContext context,
        EnvironmentGetParams wanted,
        CancellationToken _
    )
    {
        if (!context.EnvironmentNames.Contains(wanted.Name, StringComparer.Ordinal))
        {
            throw new RpcErrorException(
                RpcErrorCodes.Refused,
                $"{context.PluginName} may not see the variable '{wanted.Name}': its manifest names those that it may under sandbox.environment"
            );
        }

        var value = context.Host.Variable(wanted.Name);
        if (value is not null && SecretWords.Any(w => wanted.Name.Contains(w, StringComparison.OrdinalIgnoreCase)))
        {
            context.Host.Secrets.Add(value);
        }

        return Task.FromResult(new EnvironmentGetResult(value));
    }
}
