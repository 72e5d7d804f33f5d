using System.Diagnostics;
using Speckit.Host.Sdks;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Authoring;

/// <summary>Compiles TypeScript plugins with the compiler that came with Speckit.</summary>
internal static class NodeBuild
{
    internal const string InstallHint = "install Node.js 18 or newer";

    /// <summary>The folder of the TypeScript SDK, or null.</summary>
    internal static string? FindSdk(CliEnvironment environment) => new SdkLocation(environment.Variable).NodeSdk;

    /// <summary>Whether there is something to compile.</summary>
    internal static bool IsNeeded(PluginFolder folder) => File.Exists(Path.Combine(folder.Path, "tsconfig.json"));

    /// <summary>Compiles a folder with a <c>tsconfig.json</c>; nothing is done for another.</summary>
    internal static async Task<Result<Unit>> RunAsync(
        PluginFolder folder,
        CliEnvironment environment,
        CancellationToken cancellationToken
    )
    {
        if (!IsNeeded(folder))
        {
            return new Unit();
        }

        if (FindSdk(environment) is not { } sdk)
        {
            return CliDiagnostics.ToolMissing.Error(
                "the TypeScript SDK is not where this program expects it",
                "install Speckit with './run install', which brings the SDKs along; or build with --no-compile what is in dist/ already"
            );
        }

        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = folder.Path,
            ArgumentList = { Path.Combine(sdk, "dist", "build.js"), folder.Path },
        };
        var ran = await ToolProcess.RunAsync(start, InstallHint, cancellationToken);
        return ran.TryGet(out var done)
            ? CompilerMessages.Judge("the TypeScript compiler", done, folder.Path)
            : ran.Propagate<Unit>();
    }
}
