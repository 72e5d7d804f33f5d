using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Speckit.Host.Acquisition;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Plugins;
using Speckit.Packaging.Signing;
using Speckit.Packaging.Trust;
using Speckit.Registry.Client;

namespace Speckit.Host.Tests.Support;

/// <summary>A sparse index, archives, signatures and keys over HTTP, below a base path: what a registry is for reading.</summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpClient _http = RegistryClient.CreateHttpClient();
    private readonly ConcurrentDictionary<string, byte[]> _files = new();

    private TestRegistry(WebApplication server) => _server = server;

    public SigningKey Key { get; } = SigningKey.Generate();

    public Uri Url => new(_server.Urls.First() + "/base");

    /// <summary>What every answer's status is, or null.</summary>
    public int? Status { get; set; }

    public static async Task<TestRegistry> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var registry = new TestRegistry(builder.Build());
        registry._server.Run(registry.AnswerAsync);
        await registry._server.StartAsync();
        var config = new IndexConfig { Download = $"{registry.Url}/archives/{{sha256}}", Api = $"{registry.Url}" };
        registry.Put("index/config.json", JsonSerializer.Serialize(config, RegistryJsonContext.Default.IndexConfig));
        return registry;
    }

    public RegistrySource Source(TempFolder folder, string name = "test")
    {
        var endpoint = new RegistryEndpoint { Name = name, Url = Url };
        var limits = new RegistryClientLimits { Attempts = 1 };
        var cache = new RegistryCache(folder.At("cache-" + name));
        return new RegistrySource(endpoint, new RegistryClient(_http, endpoint, cache, TimeProvider.System, limits));
    }

    /// <summary>Puts versions of one plugin into the index, signed, after whatever the test does to their lines.</summary>
    public void Publish(IEnumerable<string> archives, Func<IndexEntry, IndexEntry>? change = null, bool signed = true)
    {
        var packages = archives.Select(a => (Path: a, Package: PluginPackage.Open(a).Value)).ToList();
        var lines = packages.Select(p => IndexLine.Write((change ?? (e => e))(Serve(p.Path, p.Package, signed))));
        Put(
            "index/" + IndexPath.For(packages[0].Package.Manifest.Name),
            string.Concat(lines.Select(l => l.TrimEnd('\n') + "\n"))
        );
    }

    /// <summary>Answers a path with other bytes than it should.</summary>
    public void Replace(Func<string, bool> path, byte[] bytes) =>
        _files.Keys.Where(path).ToList().ForEach(p => _files[p] = bytes);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
        Key.Dispose();
    }

    private IndexEntry Serve(string path, PluginPackage package, bool signed)
    {
        var hex = package.Contents.ArchiveDigest.Hex;
        _files[$"archives/{hex}"] = File.ReadAllBytes(path);
        if (signed)
        {
            var envelope = new PackageSigner(TimeProvider.System).Sign(package.Identity, Key, "acme@example.com");
            _files[$"archives/{hex}.sig"] = envelope.ToJson();
            var key = new PublicKeyResponse
            {
                KeyId = Key.PublicKey.KeyId,
                Pem = Key.PublicKey.Pem,
                Publisher = "acme",
                Registered = DateTimeOffset.UnixEpoch,
            };
            Put($"keys/{key.KeyId}", JsonSerializer.Serialize(key, RegistryJsonContext.Default.PublicKeyResponse));
        }

        return new IndexEntry
        {
            Name = package.Manifest.Name.ToString(),
            Version = package.Manifest.Version.ToString(),
            Requires = new Dictionary<string, string>(),
            Platforms = [],
            Capabilities = package.Manifest.Requires.Capabilities,
            Provides = new Dictionary<string, System.Collections.Immutable.ImmutableArray<string>>(),
            Archive = package.Contents.ArchiveDigest.ToString(),
            Tree = package.Contents.TreeDigest.ToString(),
            Size = package.Contents.ArchiveSize,
            KeyId = signed ? Key.PublicKey.KeyId : null,
            Trust = signed ? TrustLevel.SelfSigned : TrustLevel.Unsigned,
            Yanked = false,
            Format = IndexEntry.CurrentFormat,
        };
    }

    private void Put(string path, string text) => _files[path] = Encoding.UTF8.GetBytes(text);

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!["/base/".Length..];
        if (Status is { } status)
        {
            context.Response.StatusCode = status;
        }
        else if (_files.TryGetValue(path, out var bytes))
        {
            context.Response.ContentType = path.Contains("archives") ? "application/octet-stream" : "application/json";
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
