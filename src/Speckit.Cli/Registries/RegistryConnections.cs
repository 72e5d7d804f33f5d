using System.Collections.Immutable;
using Speckit.Cli.Commands;
using Speckit.Host.Acquisition;
using Speckit.Manifests.Diagnostics;
using Speckit.Registry.Client;
using Speckit.Registry.Client.Configuration;

namespace Speckit.Cli.Registries;

/// <summary>Connections to the registries that a command may ask.</summary>
internal sealed class RegistryConnections : IDisposable
{
    private readonly HttpClient _http;

    private RegistryConnections(HttpClient http, ImmutableArray<RegistrySource> sources)
    {
        _http = http;
        Sources = sources;
    }

    /// <summary>The registries, the first to be asked first.</summary>
    internal ImmutableArray<RegistrySource> Sources { get; }

    /// <summary>The registries of the project, or the one that the user named.</summary>
    /// <param name="context">The command.</param>
    /// <param name="named">A URL, or the name of one of the project's; null for all of them.</param>
    internal static Result<RegistryConnections> Open(CommandContext context, string? named)
    {
        var chosen = Choose(context, named);
        if (!chosen.TryGet(out var configuration))
        {
            return chosen.Propagate<RegistryConnections>();
        }

        var loaded = RegistryCredentials.Load(context.Environment.User.Home, context.Environment.Variable);
        if (!loaded.TryGet(out var credentials))
        {
            return loaded.Propagate<RegistryConnections>();
        }

        var http = RegistryClient.CreateHttpClient();
        var cache = new RegistryCache(context.Environment.User.CacheDirectory);
        var isMeant = named is not null || configuration.Endpoints.Length == 1;
        var sources = configuration
            .Endpoints.Select(endpoint => credentials.Apply(endpoint, isMeant))
            .Select(endpoint => new RegistrySource(
                endpoint,
                new RegistryClient(http, endpoint, cache, context.Environment.Time)
            ))
            .ToImmutableArray();
        return new RegistryConnections(http, sources);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static Result<RegistryConfiguration> Choose(CommandContext context, string? named)
    {
        if (named is not null && named.Contains("://", StringComparison.Ordinal))
        {
            var parsed = RegistryEndpoint.ParseUrl(named);
            return parsed.TryGet(out var url)
                ? new RegistryConfiguration([new RegistryEndpoint { Name = url.Authority, Url = url }])
                : parsed.Propagate<RegistryConfiguration>();
        }

        var found = context.FindProject();
        if (!found.TryGet(out var project))
        {
            return named is null ? RegistryConfiguration.NoRegistry() : found.Propagate<RegistryConfiguration>();
        }

        var loaded = RegistryConfiguration.Load(project.Root);
        if (named is null || !loaded.TryGet(out var configuration))
        {
            return loaded;
        }

        var selected = configuration.Select(named);
        return selected.TryGet(out var endpoint)
            ? new RegistryConfiguration([endpoint])
            : selected.Propagate<RegistryConfiguration>();
    }
}
