using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Speckit.Manifests.Diagnostics;
using Speckit.Registry.Storage;
using Speckit.Registry.Storage.Blobs;
using Speckit.Registry.Storage.Database;
using Speckit.Registry.Storage.Plugins;

namespace Speckit.Registry.Hosting;

/// <summary>A running registry: the claim on its data directory, the database, the web server.</summary>
internal sealed class RegistryServer : IAsyncDisposable
{
    private readonly FileStream _lock;
    private readonly RegistryDatabase _database;

    private RegistryServer(FileStream claim, RegistryDatabase database, WebApplication application)
    {
        _lock = claim;
        _database = database;
        Application = application;
    }

    /// <summary>The web server.</summary>
    public WebApplication Application { get; }

    /// <summary>Where it listens, with the real port.</summary>
    public IReadOnlyCollection<string> Addresses =>
        [.. Application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Claims the data directory, opens and cleans it, and listens.</summary>
    public static async Task<Result<RegistryServer>> StartAsync(
        RegistryOptions options,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var opened = DataDirectory.Open(options.Data);
        if (!opened.TryGet(out var data))
        {
            return opened.Propagate<RegistryServer>();
        }

        var claimed = data.Lock();
        if (!claimed.TryGet(out var claim))
        {
            return claimed.Propagate<RegistryServer>();
        }

        var database = RegistryDatabase.Open(data.Database);
        if (!database.TryGet(out var storage))
        {
            await claim.DisposeAsync();
            return database.Propagate<RegistryServer>();
        }

        var server = new RegistryServer(claim, storage, RegistryApplication.Build(options, data, storage, time));
        if (await server.ListenAsync(options, cancellationToken) is { } failure)
        {
            await server.DisposeAsync();
            return failure;
        }

        return server;
    }

    /// <summary>Stops listening, lets running requests finish, and leaves one whole database file.</summary>
    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        _database.Checkpoint();
        _database.Dispose();
        await _lock.DisposeAsync();
    }

    private async Task<Diagnostic?> ListenAsync(RegistryOptions options, CancellationToken cancellationToken)
    {
        Sweep();
        try
        {
            await Application.StartAsync(cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is IOException or SocketException or InvalidOperationException)
        {
            var urls = string.Join(", ", options.Urls.Select(url => url.OriginalString));
            return exception.InnerException is AddressInUseException
                ? RegistryDiagnostics.AddressUnusable.Error(
                    $"Something already listens on {urls}.",
                    "Stop it, or choose another port: --urls http://127.0.0.1:0 takes a free one."
                )
                : RegistryDiagnostics.AddressUnusable.Error(
                    $"Cannot listen on {urls}: {(exception.InnerException ?? exception).Message}",
                    "Choose an address of this machine and a port above 1023: --urls http://127.0.0.1:7878."
                );
        }
    }

    private void Sweep()
    {
        var services = Application.Services;
        var referenced = services.GetRequiredService<PluginCatalog>().ReferencedBlobs();
        var swept = services.GetRequiredService<BlobStore>().Sweep(referenced);
        var log = services.GetRequiredService<ILogger<RegistryServer>>();
        if (swept.Removed > 0)
        {
            log.LogInformation("Removed {Count} files of interrupted publications", swept.Removed);
        }

        foreach (var digest in swept.Missing)
        {
            log.LogError("The blob {Digest} is missing: restore it from a backup", digest);
        }
    }
}
