namespace Speckit.Host.Runtime;

/// <summary>What this machine is called in manifests.</summary>
public static class Platforms
{
    /// <summary><c>linux</c>, <c>macos</c> or <c>windows</c>.</summary>
    public static string Current =>
        OperatingSystem.IsWindows() ? "windows"
        : OperatingSystem.IsMacOS() ? "macos"
        : "linux";
}
