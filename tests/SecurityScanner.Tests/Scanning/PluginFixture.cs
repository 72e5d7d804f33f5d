using System.Diagnostics;
using System.Reflection;
using Speckit.Sdk.Testing;

namespace SecurityScanner.Tests.Scanning;

/// <summary>The plugin as its package holds it: published once into a folder of its own.</summary>
public sealed class PluginFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scanner-").FullName;

    public string Assembly => Path.Combine(_folder, "SecurityScanner.dll");

    public async ValueTask InitializeAsync()
    {
        var configuration = typeof(PluginFixture)
            .Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!
            .Configuration;
        var project = Path.Combine(RepositoryRoot(), "plugins", "security-scanner", "src", "SecurityScanner.csproj");
        using var publish = Process.Start(
            new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    "publish",
                    project,
                    "--no-build",
                    "-c",
                    configuration,
                    "-o",
                    _folder,
                    "-v",
                    "q",
                    "-nodeReuse:false",
                },
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        publish.ExitCode.ShouldBe(0, output);
    }

    /// <summary>Starts the published plugin.</summary>
    public Process Start(params string[] arguments) =>
        Process.Start(
            new ProcessStartInfo("dotnet", [Assembly, .. arguments])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        )!;

    /// <summary>Connects a host with a started plugin.</summary>
    public static Task ConnectAsync(PluginTestHost host, Process plugin) =>
        host.ConnectAsync(plugin.StandardOutput.BaseStream, plugin.StandardInput.BaseStream);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    internal static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Speckit.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new DirectoryNotFoundException("The repository's root is not above the tests.");
    }
}
