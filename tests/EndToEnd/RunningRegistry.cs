using System.Diagnostics;

namespace Speckit.EndToEnd;

/// <summary>A registry of a test's own, on a free port of this machine.</summary>
internal sealed class RunningRegistry : IAsyncDisposable
{
    private const string Ready = "speckit-registry listening on ";
    private readonly Process _process;
    private readonly Sandbox _sandbox;
    private readonly string _data;

    private RunningRegistry(Process process, Sandbox sandbox, string data, string url)
    {
        _process = process;
        _sandbox = sandbox;
        _data = data;
        Url = url;
    }

    internal string Url { get; }

    internal static async Task<RunningRegistry> StartAsync(Sandbox sandbox)
    {
        var data = Path.Combine(sandbox.Work, "registry");
        var process = Tools.Start(
            Tools.Registry,
            ["--data", data, "--urls", "http://127.0.0.1:0"],
            sandbox.Work,
            sandbox.Home
        );
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(Ready, StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync();
                _ = process.StandardError.ReadToEndAsync();
                return new RunningRegistry(process, sandbox, data, line[Ready.Length..]);
            }
        }

        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }

    internal async Task<string> CreateTokenAsync(string publisher)
    {
        var created = await Tools.RunAsync(
            Tools.Registry,
            ["token", "create", "--data", _data, "--publisher", publisher],
            _sandbox.Work,
            _sandbox.Home
        );
        return created.ShouldSucceed().Output.Trim();
    }

    /// <summary>Signs and publishes a package with a key of the sandbox's user.</summary>
    internal async Task PublishAsync(string package, string token)
    {
        if (!File.Exists(Path.Combine(_sandbox.Home, ".specify", "keys", "private.pem")))
        {
            (await _sandbox.SpecifyAsync("plugin", "keygen")).ShouldSucceed();
        }

        (await _sandbox.SpecifyAsync("plugin", "sign", package, "--signer", "tests@example.com")).ShouldSucceed();
        var published = await Tools.RunAsync(
            Tools.Specify,
            ["plugin", "publish", package, "--registry", Url],
            _sandbox.Project,
            _sandbox.Home,
            new Dictionary<string, string> { ["SPECKIT_TOKEN"] = token }
        );
        published.ShouldSucceed();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
