namespace Speckit.EndToEnd;

/// <summary>A home whose cache has signed plugins of a registry, so that commands with <c>--offline</c> find them: <c>top</c> 1.0.0 and
/// 2.0.0, which need <c>dep</c>, and <c>other</c> and <c>extra</c>.</summary>
public sealed class CachedPlugins : IAsyncLifetime
{
    private Sandbox _warm = null!;

    /// <summary>Makes the packages, publishes them, and installs each once.</summary>
    public async ValueTask InitializeAsync()
    {
        _warm = await new Sandbox().InitializeAsync();
        await using var registry = await RunningRegistry.StartAsync(_warm);
        var token = await registry.CreateTokenAsync("tests");
        const string Needs = "requires:\n  plugins:\n    - { name: dep, version: ^1.0.0 }\n";
        await registry.PublishAsync(await _warm.PackAgentAsync("dep"), token);
        await registry.PublishAsync(await _warm.PackAgentAsync("other"), token);
        await registry.PublishAsync(await _warm.PackAgentAsync("extra", files: 20), token);
        await registry.PublishAsync(await _warm.PackAgentAsync("top", "1.0.0", files: 2, Needs), token);
        await registry.PublishAsync(await _warm.PackAgentAsync("top", "2.0.0", files: 3, Needs), token);
        (await _warm.SpecifyAsync("plugin", "registry", "add", registry.Url, "--name", "local")).ShouldSucceed();
        foreach (var plugin in new[] { "top@1.0.0", "top@2.0.0", "other", "extra" })
        {
            (await _warm.SpecifyAsync("plugin", "install", plugin, "--yes")).ShouldSucceed();
        }
    }

    /// <summary>A new project with the registry, in a new home with the cache.</summary>
    internal async Task<Sandbox> OpenAsync()
    {
        var sandbox = new Sandbox();
        Sandbox.Copy(State(_warm), State(sandbox));
        Directory.Delete(Path.Combine(State(sandbox), "trust", "projects"), recursive: true);
        await sandbox.InitializeAsync();
        File.Copy(Registries(_warm), Registries(sandbox));
        return sandbox;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _warm.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string State(Sandbox sandbox) => Path.Combine(sandbox.Home, ".specify");

    private static string Registries(Sandbox sandbox) => Path.Combine(sandbox.Project, ".specify", "registry.yaml");
}
