using System.Diagnostics;
using Speckit.Host.Sdks;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Authoring;

/// <summary>Compiles C# plugins: <c>dotnet publish</c> of the project under the plugin's folder into its <c>bin/</c>.</summary>
internal static class DotnetBuild
{
    internal const string InstallHint = "install the .NET SDK";

    /// <summary>The plugin's C# project, or null when there is nothing to compile.</summary>
    internal static string? FindProject(PluginFolder folder)
    {
        if (folder.Manifest.Runtime is not PluginRuntime.Dotnet)
        {
            return null;
        }

        string[] places = [folder.Path, Path.Combine(folder.Path, "src")];
        return places
            .Where(Directory.Exists)
            .SelectMany(place => Directory.EnumerateFiles(place, "*.csproj").Order(StringComparer.Ordinal))
            .FirstOrDefault();
    }

    /// <summary>Compiles the project.</summary>
    internal static async Task<Result<Unit>> RunAsync(
        PluginFolder folder,
        string project,
        CliEnvironment environment,
        CancellationToken cancellationToken
    )
    {
        var restored = await RestoreAsync(folder, project, environment, cancellationToken);
        if (!restored.Succeeded)
        {
            return restored;
        }

        var start = Dotnet(
            folder,
            environment,
            "publish",
            project,
            "--no-restore",
            "--configuration",
            "Release",
            "--output",
            Path.Combine(folder.Path, "bin"),
            "--nologo",
            "-clp:NoSummary"
        );
        var ran = await ToolProcess.RunAsync(
            start,
            $"{InstallHint}, or build with --no-compile what is in bin/ already",
            cancellationToken
        );
        return ran.TryGet(out var done)
            ? CompilerMessages.Judge("dotnet publish", done, folder.Path)
            : ran.Propagate<Unit>();
    }

    /// <summary>Brings the packages of a project: from those that came with Speckit alone, so that no network is needed; and only when the
    /// project wants others, from the author's own feeds, too.</summary>
    internal static async Task<Result<Unit>> RestoreAsync(
        PluginFolder folder,
        string project,
        CliEnvironment environment,
        CancellationToken cancellationToken
    )
    {
        if (new SdkLocation(environment.Variable).NugetPackages is { } packages)
        {
            var own = Dotnet(folder, environment, "restore", project, "--source", packages, "--nologo");
            var ran = await ToolProcess.RunAsync(own, InstallHint, cancellationToken);
            if (!ran.TryGet(out var done))
            {
                return ran.Propagate<Unit>();
            }

            if (done.ExitCode == 0)
            {
                return new Unit();
            }
        }

        var start = Dotnet(folder, environment, "restore", project, "--nologo");
        var again = await ToolProcess.RunAsync(start, InstallHint, cancellationToken);
        return again.TryGet(out var last)
            ? CompilerMessages.Judge("dotnet restore", last, folder.Path)
            : again.Propagate<Unit>();
    }

    /// <summary>A call of dotnet in the plugin's folder that finds the SDK's packages.</summary>
    internal static ProcessStartInfo Dotnet(
        PluginFolder folder,
        CliEnvironment environment,
        params ReadOnlySpan<string> arguments
    )
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder.Path };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        // Nothing stays behind when the author interrupts: no build nodes, no servers.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        if (new SdkLocation(environment.Variable).NugetPackages is { } packages)
        {
            start.Environment["SPECKIT_SDK_PACKAGES"] = packages;
        }

        return start;
    }
}
