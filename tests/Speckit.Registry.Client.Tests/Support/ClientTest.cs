using System.Collections.Immutable;
using System.Text;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Trust;

namespace Speckit.Registry.Client.Tests.Support;

/// <summary>A client with small limits against a registry that misbehaves.</summary>
public abstract class ClientTest : IAsyncLifetime
{
    private readonly HttpClient _http = RegistryClient.CreateHttpClient("speckit-tests");

    private protected TempFolder Folder { get; } = new();

    private protected FakeRegistry Registry { get; private set; } = null!;

    private protected RegistryCache Cache => RegistryCache.InHome(Folder.Path);

    private protected RegistryClientLimits Limits { get; set; } =
        new() { Backoff = TimeSpan.FromMilliseconds(5), MaxRetryAfter = TimeSpan.FromMilliseconds(20) };

    public async ValueTask InitializeAsync() => Registry = await FakeRegistry.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Registry.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected RegistryClient Client(
        string? token = null,
        TimeProvider? time = null,
        HttpClient? http = null,
        string? url = null
    ) =>
        new(
            http ?? _http,
            new RegistryEndpoint
            {
                Name = "test",
                Url = new Uri(url ?? Registry.Url),
                Token = token,
            },
            Cache,
            time ?? TimeProvider.System,
            Limits
        );

    private protected static IndexEntry Entry(
        string version = "1.0.0",
        byte[]? archive = null,
        string name = "alpha"
    ) =>
        new()
        {
            Name = name,
            Version = version,
            Requires = ImmutableDictionary<string, string>.Empty,
            Platforms = [],
            Capabilities = [],
            Provides = ImmutableDictionary<string, ImmutableArray<string>>.Empty,
            Archive = Sha256Digest.Of(archive ?? Encoding.ASCII.GetBytes(name + version)).ToString(),
            Tree = "sha256:" + new string('b', 64),
            Size = archive?.Length ?? 10,
            Trust = TrustLevel.SelfSigned,
            Yanked = false,
            Format = 1,
        };

    private protected static byte[] Lines(params IndexEntry[] entries) =>
        Encoding.UTF8.GetBytes(string.Concat(entries.Select(entry => IndexLine.Write(entry) + "\n")));
}
