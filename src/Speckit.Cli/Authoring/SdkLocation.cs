namespace Speckit.Cli.Authoring;

/// <summary>Where the SDK's packages are: they come with the binaries, so that authors need no feed that has them.</summary>
internal static class SdkLocation
{
    /// <summary>The folder of NuGet packages: what <c>SPECKIT_SDK_PACKAGES</c> says, else <c>share/speckit/nuget</c> beside the binaries'
    /// folder; null when there is none.</summary>
    internal static string? Find(CliEnvironment environment)
    {
        if (environment.Variable("SPECKIT_SDK_PACKAGES") is { Length: > 0 } given)
        {
            return given;
        }

        var executable = Environment.ProcessPath;
        var beside = executable is null
            ? null
            : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(executable)!, "..", "share", "speckit", "nuget"));
        return beside is not null && Directory.Exists(beside) ? beside : null;
    }
}
