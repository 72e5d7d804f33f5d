using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Signing;
using Speckit.Registry.Hosting;
using Speckit.Registry.Storage.Tokens;

namespace Speckit.Registry.Tests.Support;

/// <summary>A real registry on a free port of this machine, in a folder of its own.</summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly bool _ownsFolder;

    private TestRegistry(RegistryServer server, TempFolder folder, bool ownsFolder)
    {
        Server = server;
        _folder = folder;
        _ownsFolder = ownsFolder;
        Url = server.Addresses.Single();
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Url) };
    }

    public RegistryServer Server { get; }

    public string Url { get; }

    public HttpClient Http { get; }

    public string Data => _folder.At("data");

    /// <summary>The key of the publisher "acme".</summary>
    public SigningKey Key { get; } = SigningKey.Generate();

    public T Service<T>()
        where T : notnull => Server.Application.Services.GetRequiredService<T>();

    public static Task<TestRegistry> StartAsync(
        TimeProvider? time = null,
        RequestLimits? limits = null,
        bool allowUnsigned = false,
        string? publicUrl = null
    ) => StartAsync(new TempFolder(), ownsFolder: true, time, limits, allowUnsigned, publicUrl);

    public static async Task<TestRegistry> StartAsync(
        TempFolder folder,
        bool ownsFolder = false,
        TimeProvider? time = null,
        RequestLimits? limits = null,
        bool allowUnsigned = false,
        string? publicUrl = null
    )
    {
        var options = new RegistryOptions
        {
            Data = folder.At("data"),
            Urls = [new Uri("http://127.0.0.1:0")],
            Limits = limits ?? new RequestLimits { ReadsPerSecond = 100_000, WritesPerSecond = 100_000 },
            AllowUnsigned = allowUnsigned,
            PublicUrl = publicUrl is null ? null : new Uri(publicUrl),
        };
        var started = await RegistryServer.StartAsync(options, time ?? TimeProvider.System, CancellationToken.None);
        started.Succeeded.ShouldBeTrue(string.Join("; ", started.Diagnostics));
        return new TestRegistry(started.Value, folder, ownsFolder);
    }

    public async Task<string> TokenAsync(string publisher = "acme", bool admin = false, params string[] scopes)
    {
        ImmutableArray<string> granted = scopes.Length > 0 ? [.. scopes] : TokenScopes.Grantable;
        var (_, secret) = await Service<TokenStore>()
            .CreateAsync(publisher, admin ? granted.Add(TokenScopes.Admin) : granted, null, CancellationToken.None);
        return secret;
    }

    public Task<HttpResponseMessage> PublishAsync(TestPackage package, string? token, string? publicKey = null)
    {
        var parts = new MultipartFormDataContent
        {
            { new ByteArrayContent(package.Archive), "archive", "package.tar.gz" },
        };
        if (package.Signature is not null)
        {
            parts.Add(new ByteArrayContent(package.Signature), "signature", "package.sig");
        }

        if (publicKey is not null)
        {
            parts.Add(new StringContent(publicKey), "publicKey");
        }

        return SendAsync(HttpMethod.Post, "/plugins", token, parts);
    }

    /// <summary>Publishes as "acme", signed with its key, which comes along.</summary>
    public async Task<TestPackage> PublishedAsync(TestPackage package, string? token = null)
    {
        using var response = await PublishAsync(package, token ?? await TokenAsync(), Key.PublicKey.Pem);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
        return package;
    }

    public Task<TestPackage> PublishedAsync(string name, string version = "1.0.0", string? token = null) =>
        PublishedAsync(TestPackage.Create(name, version, Key), token);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        string? token = null,
        HttpContent? content = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Http.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, token: null, content: null, headers);

    public async Task<JsonNode> JsonAsync(string path)
    {
        using var response = await GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }

    public static async Task<ProblemDetails> ProblemAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.Content.Headers.ContentType?.MediaType.ShouldBe(ProblemDetails.MediaType, text);
        return JsonSerializer.Deserialize(text, RegistryJsonContext.Default.ProblemDetails)!;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Key.Dispose();
        await Server.DisposeAsync();
        if (_ownsFolder)
        {
            _folder.Dispose();
        }
    }
}
