using System.Diagnostics;
using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests;

/// <summary>An author's whole way, with the real compiler and the real SDK packages.</summary>
public sealed class FullCycleTests
{
    [Fact]
    public async Task InitValidateBuildInstallEnableRun_ScaffoldedPlugin_Works()
    {
        using var session = new CliSession();
        await PackSdkAsync(session.At("packages"));
        session.With("SPECKIT_SDK_PACKAGES", session.At("packages"));

        (await session.RunAsync("plugin", "init", "my-plugin")).ShouldExit(0);
        (await session.RunAsync("plugin", "validate", "my-plugin")).ShouldExit(0);
        var first = (await session.RunAsync("plugin", "build", "my-plugin", "--json")).ShouldExit(0);
        (await session.RunAsync("plugin", "install", "my-plugin/my-plugin-0.1.0.tar.gz", "--yes")).ShouldExit(0);
        (await session.RunAsync("plugin", "enable", "my-plugin")).ShouldExit(0);

        var run = await session.RunAsync("run", "my-plugin:hello", "Ada", "--shout");

        run.ShouldExit(0).Output.Trim().ShouldBe("HELLO, ADA!");
        var again = (await session.RunAsync("plugin", "build", "my-plugin", "--json")).ShouldExit(0);
        again.Data["archive"]!.GetValue<string>().ShouldBe(first.Data["archive"]!.GetValue<string>());
    }

    private static async Task PackSdkAsync(string folder)
    {
        foreach (var name in (string[])["Speckit.Protocol", "Speckit.Sdk"])
        {
            var start = new ProcessStartInfo("dotnet")
            {
                WorkingDirectory = Plugins.RepositoryRoot,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                ArgumentList =
                {
                    "pack",
                    Path.Combine("src", name, name + ".csproj"),
                    "--configuration",
                    Plugins.Configuration,
                    "--output",
                    folder,
                    "--nologo",
                    "-p:RunAnalyzers=false",
                },
            };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync() + await errors;
            await process.WaitForExitAsync();
            process.ExitCode.ShouldBe(0, output);
        }
    }
}
