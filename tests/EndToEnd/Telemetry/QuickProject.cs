using System.Globalization;

namespace Speckit.EndToEnd.Telemetry;

/// <summary>A project with the quick plugin from a registry of this machine, which its user's settings call public.</summary>
public sealed class QuickProject : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Nothing = new()
    {
        // Where the tests themselves run on a build server, a user's machine is meant.
        ["CI"] = "",
        ["GITHUB_ACTIONS"] = "",
        ["GITLAB_CI"] = "",
        ["TF_BUILD"] = "",
        ["JENKINS_URL"] = "",
        ["BUILDKITE"] = "",
        ["DO_NOT_TRACK"] = "",
    };

    private readonly Sandbox _sandbox = new();
    private RunningRegistry _registry = null!;

    internal string Home => _sandbox.Home;

    internal string ProjectConfig => Path.Combine(_sandbox.Project, ".specify", "config.yaml");

    internal string Folder => Path.Combine(Home, ".specify", "telemetry");

    public async ValueTask InitializeAsync()
    {
        await _sandbox.InitializeAsync();
        _registry = await RunningRegistry.StartAsync(_sandbox);
        await _registry.PublishAsync(
            await _sandbox.PackAsync(QuickPlugin.Write(_sandbox.Work)),
            await _registry.CreateTokenAsync("tests")
        );
        (await _sandbox.SpecifyAsync("plugin", "registry", "add", _registry.Url, "--name", "local")).ShouldSucceed();
        (await _sandbox.SpecifyAsync("plugin", "install", QuickPlugin.Name, "--yes")).ShouldSucceed();
        (await _sandbox.SpecifyAsync("plugin", "enable", QuickPlugin.Name)).ShouldSucceed();
        (await RunAsync()).ShouldSucceed();
    }

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _sandbox.Dispose();
    }

    /// <summary>Starts a test: no consent, and that endpoint in the user's settings.</summary>
    internal async Task ResetAsync(string endpoint, string protocol = "https")
    {
        (await SpecifyAsync(["telemetry", "disable"])).ShouldSucceed();
        File.Delete(ProjectConfig);
        File.WriteAllText(
            Path.Combine(Home, ".specify", "config.yaml"),
            $"telemetry: {{ endpoint: '{endpoint}', protocol: {protocol}, registries: ['{_registry.Url}'] }}\n"
        );
    }

    internal async Task EnableAsync() => (await SpecifyAsync(["telemetry", "enable", "--yes"])).ShouldSucceed();

    internal Task<Finished> RunAsync(string? variable = null, string value = "1") =>
        SpecifyAsync(["run", QuickPlugin.Command], variable, value);

    internal Task<Finished> SpecifyAsync(string[] arguments, string? variable = null, string value = "1")
    {
        var variables = new Dictionary<string, string>(Nothing);
        if (variable is not null)
        {
            variables[variable] = value;
        }

        return Tools.RunAsync(Tools.Specify, arguments, _sandbox.Project, Home, variables);
    }

    /// <summary>The next run sends, however soon it is.</summary>
    internal void LetTheHourPass() => File.Delete(Path.Combine(Folder, "schedule"));

    /// <summary>The process that sends for this user, or null.</summary>
    internal int? FindSender() =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && IsSender(id))
            .Select(id => (int?)id)
            .FirstOrDefault();

    private bool IsSender(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Contains("\0__send-telemetry\0")
                && File.ReadAllText($"/proc/{id}/environ").Split('\0').Contains($"HOME={Home}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has just ended.
            return false;
        }
    }
}
