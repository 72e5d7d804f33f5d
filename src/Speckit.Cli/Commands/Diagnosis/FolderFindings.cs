using Speckit.Host.Projects;

namespace Speckit.Cli.Commands.Diagnosis;

/// <summary>The state of the user's folders.</summary>
internal static class FolderFindings
{
    private const string Area = "folders";

    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private const UnixFileMode OthersRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead | OthersWrite;

    internal static IEnumerable<Finding> Of(UserLayout user)
    {
        yield return Folder("~/.specify", user.Directory);
        yield return Folder("~/.specify/trust", user.TrustDirectory);
        yield return Folder("~/.specify/cache", user.CacheDirectory);
        yield return Secret("~/.specify/keys/private.pem", user.PrivateKeyFile);
        yield return Secret("~/.specify/credentials.yaml", user.CredentialsFile);
        yield return Secret("~/.specify/secrets.yaml", user.SecretsFile);
    }

    private static Finding Folder(string shown, string path)
    {
        if (!Directory.Exists(path))
        {
            return new Finding(Area, shown, null, "not there yet");
        }

        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & OthersWrite) == UnixFileMode.None
            ? new Finding(Area, shown, true, "yours alone to change")
            : new Finding(Area, shown, false, "others may change it", $"chmod go-w {shown}");
    }

    private static Finding Secret(string shown, string path)
    {
        if (!File.Exists(path))
        {
            return new Finding(Area, shown, null, "not there");
        }

        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & OthersRead) == UnixFileMode.None
            ? new Finding(Area, shown, true, "yours alone to read")
            : new Finding(Area, shown, false, "others may read it", $"chmod 600 {shown}");
    }
}
