using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Speckit.Sdk.Tests.Hosting;

/// <summary>The sample of a native plugin, published with NativeAOT as its author would. Published again only when it changed.</summary>
public sealed class NativePluginFixture : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);

    /// <summary>The executable; null when this machine cannot make one.</summary>
    public string? Executable { get; private set; }

    /// <summary>Why there is none.</summary>
    public string Why { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/gcc"))
        {
            Why = "NativeAOT needs gcc here.";
            return;
        }

        var source = Path.GetFullPath(Path.Combine(Root(), "tests/Fixtures/NativePlugin/src"));
        var target = Path.Combine(source, "bin/native");
        var architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        var (code, log) = await RunAsync(
            "dotnet",
            [
                "publish",
                source,
                "-c",
                "Release",
                "-r",
                architecture,
                "-o",
                target,
                "-v",
                "quiet",
                "-p:RunAnalyzers=false",
            ]
        );
        if (code != 0 && log.Contains("NU110", StringComparison.Ordinal))
        {
            Why = $"The feed has no NativeAOT compiler: {log}";
            return;
        }

        code.ShouldBe(0, log);
        Executable = Path.Combine(target, "NativePlugin");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(s_patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output + await errors);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Speckit.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
