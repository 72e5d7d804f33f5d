namespace Speckit.Cli.Authoring;

/// <summary>Where the SDKs are: they come with the binaries, so that authors need no feed that has them.</summary>
internal static class SdkLocation
{
    /// <summary>The folder of NuGet packages of the C# SDK, and of what tests of plugins need.</summary>
    internal const string Packages = "nuget";

    /// <summary>The folder that the Python SDK is imported from.</summary>
    internal const string Python = "python";

    /// <summary>The folder that the TypeScript SDK and its compiler are in.</summary>
    internal const string NodeModules = "node_modules";

    /// <summary>One of those folders: below what <c>SPECKIT_SHARE</c> says, else below <c>share/speckit</c> beside the binaries' folder; null
    /// when it is not there. The packages can be elsewhere alone, where <c>SPECKIT_SDK_PACKAGES</c> says.</summary>
    internal static string? Find(CliEnvironment environment, string folder)
    {
        if (folder == Packages && environment.Variable("SPECKIT_SDK_PACKAGES") is { Length: > 0 } given)
        {
            return given;
        }

        var share = environment.Variable("SPECKIT_SHARE") is { Length: > 0 } named ? named : BesideBinaries();
        return share is not null && Path.Combine(share, folder) is var found && Directory.Exists(found) ? found : null;
    }

    private static string? BesideBinaries() =>
        Environment.ProcessPath is { } executable
            ? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(executable)!, "..", "share", "speckit"))
            : null;
}
