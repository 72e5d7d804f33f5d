namespace Speckit.Host.Sdks;

/// <summary>Where the SDKs are that came with Speckit: beside the binaries, so that plugins and their authors need no registry that has them.</summary>
/// <param name="variable">Reads an environment variable.</param>
public sealed class SdkLocation(Func<string, string?> variable)
{
    /// <summary>Names another folder to take them from.</summary>
    public const string ShareVariable = "SPECKIT_SHARE";

    private const string NugetVariable = "SPECKIT_SDK_PACKAGES";

    /// <summary>The folder that holds them: <c>share/speckit</c> beside the folder of the binaries.</summary>
    public string Share =>
        variable(ShareVariable) is { Length: > 0 } given
            ? Path.GetFullPath(given)
            : Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "share", "speckit"));

    /// <summary>The folder of NuGet packages: what <c>SPECKIT_SDK_PACKAGES</c> says, else the one beside the binaries; null when there is
    /// none.</summary>
    public string? NugetPackages =>
        variable(NugetVariable) is { Length: > 0 } given ? given
        : Path.Combine(Share, "nuget") is var beside && Directory.Exists(beside) ? beside
        : null;

    /// <summary>The folder for Python's search path that holds <c>speckit_sdk</c>; null when it is not there.</summary>
    internal string? PythonPath => FindFile("python", "speckit_sdk", "__main__.py") is null ? null : In("python");

    /// <summary>The program that runs Node plugins; null when it is not there.</summary>
    internal string? NodeRunner => FindFile("node_modules", "@ospec", "plugin-sdk", "dist", "runner.js");

    private string? FindFile(params ReadOnlySpan<string> parts) =>
        In(parts) is var file && File.Exists(file) ? file : null;

    private string In(params ReadOnlySpan<string> parts) => Path.Combine([Share, .. parts]);
}
