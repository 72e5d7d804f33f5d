using Microsoft.Extensions.DependencyInjection;
using Speckit.Registry;
using Speckit.Registry.Hosting;
using Speckit.Registry.Storage.Tokens;

namespace Speckit.Cli.Tests.Support;

/// <summary>A real registry on a free port of this machine.</summary>
public sealed class TestRegistry : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private RegistryServer? _server;

    public string Url => _server!.Addresses.Single();

    public async ValueTask InitializeAsync()
    {
        var options = new RegistryOptions
        {
            Data = _folder.At("data"),
            Urls = [new Uri("http://127.0.0.1:0")],
            Limits = new RequestLimits { ReadsPerSecond = 100_000, WritesPerSecond = 100_000 },
        };
        var started = await RegistryServer.StartAsync(options, TimeProvider.System, CancellationToken.None);
        started.Succeeded.ShouldBeTrue(string.Join("; ", started.Diagnostics));
        _server = started.Value;
    }

    /// <summary>A publisher's token, made by the registry's own store.</summary>
    public async Task<string> TokenAsync(string publisher)
    {
        var (_, secret) = await _server!
            .Application.Services.GetRequiredService<TokenStore>()
            .CreateAsync(publisher, TokenScopes.Grantable, null, CancellationToken.None);
        return secret;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }
}
