using System.Collections.Immutable;
using Speckit.Cli.Commands;
using Speckit.Host.Acquisition;
using Speckit.Manifests.Diagnostics;
using Speckit.Registry.Client;
using Speckit.Registry.Client.Configuration;
using Speckit.Registry.Client.Downloads;
using Speckit.Registry.Client.Resolution.Sources;

namespace Speckit.Cli.Registries;

/// <summary>Connections to the registries that a command may ask.</summary>
internal sealed class RegistryConnections : IDisposable
{
    private readonly HttpClient _http;
    private readonly ImmutableArray<HttpClient> _folders;

    private RegistryConnections(
        HttpClient http,
        ImmutableArray<HttpClient> folders,
        RegistryCache cache,
        TimeProvider time,
        ImmutableArray<RegistrySource> sources,
        bool offline
    )
    {
        _http = http;
        _folders = folders;
        Sources = sources;
        Packages = new RegistryPackageSource([.. sources.Select(s => s.Client)]);
        Remote = offline ? null : new RemoteArchive(http, cache, time);
    }

    /// <summary>What the registries have, for the resolver.</summary>
    internal RegistryPackageSource Packages { get; }

    /// <summary>Fetches archives from the web; null when the network is not to be used.</summary>
    internal RemoteArchive? Remote { get; }

    /// <summary>The registries, the first to be asked first.</summary>
    internal ImmutableArray<RegistrySource> Sources { get; }

    /// <summary>The registries of the project, or the one that the user named.</summary>
    /// <param name="context">The command.</param>
    /// <param name="named">A URL, a folder, or the name of one of the project's; null for all of them.</param>
    /// <param name="offline">Whether the cache has to do.</param>
    internal static Result<RegistryConnections> Open(CommandContext context, string? named, bool offline = false)
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

        var http = offline ? RegistryClient.CreateOfflineHttpClient() : RegistryClient.CreateHttpClient();
        var limits = offline ? RegistryClientLimits.Default with { Attempts = 1 } : RegistryClientLimits.Default;
        var cache = new RegistryCache(context.Environment.User.CacheDirectory);
        var isMeant = named is not null || configuration.Endpoints.Length == 1;
        var folders = ImmutableArray.CreateBuilder<HttpClient>();
        var sources = ImmutableArray.CreateBuilder<RegistrySource>(configuration.Endpoints.Length);
        foreach (var endpoint in configuration.Endpoints.Select(e => credentials.Apply(e, isMeant)))
        {
            var client = http;
            if (endpoint.IsFolder)
            {
                folders.Add(client = RegistryClient.CreateFolderHttpClient(endpoint));
            }

            var asked = endpoint.IsFolder ? limits with { Attempts = 1 } : limits;
            sources.Add(new(endpoint, new RegistryClient(client, endpoint, cache, context.Environment.Time, asked)));
        }

        return new RegistryConnections(
            http,
            folders.ToImmutable(),
            cache,
            context.Environment.Time,
            sources.MoveToImmutable(),
            offline
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Packages.Dispose();
        _http.Dispose();
        foreach (var folder in _folders)
        {
            folder.Dispose();
        }
    }

    private static Result<RegistryConfiguration> Choose(CommandContext context, string? named)
    {
        if (named is not null && RegistryArgument.IsPlace(named))
        {
            var parsed = RegistryArgument.Parse(context, named);
            return parsed.TryGet(out var url)
                ? new RegistryConfiguration([
                    new RegistryEndpoint
                    {
                        Name = url.IsFile ? RegistryArgument.NameOf(url) : url.Authority,
                        Url = url,
                    },
                ])
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
