using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Digests;

namespace Speckit.Host.Vendoring;

/// <summary>What is where in a vendored folder: a static registry (formats, "Registry index"), and a file that says who made it.</summary>
internal static class VendorLayout
{
    internal const string Marker = "speckit-vendor.json";
    internal const string Index = "index";
    internal const string Archives = Acquisition.RegistryOrigin.ArchivesFolder;
    internal const string Keys = "keys";

    /// <summary>The most bytes that one of the small files may have.</summary>
    internal const int MaxSmallFile = 1 << 20;

    private static readonly string[] Folders = [Index, Archives, Keys];

    /// <summary>The content of the file that says who made the folder.</summary>
    internal static ReadOnlySpan<byte> MarkerContent => "{\"vendorVersion\":1}\n"u8;

    internal static string ArchivePath(Sha256Digest digest) =>
        $"{Archives}/{Acquisition.RegistryOrigin.ArchiveName(digest)}";

    internal static string SignaturePath(Sha256Digest digest) => ArchivePath(digest) + PackageFileName.SignatureSuffix;

    internal static string KeyPath(string keyId) => $"{Keys}/{keyId}";

    /// <summary>Why a folder may not be filled, or null when it may: it is not there, empty, or was made by this command and holds
    /// nothing else.</summary>
    internal static Diagnostic? FindObstacle(string directory)
    {
        if (new FileInfo(directory).LinkTarget is not null)
        {
            return Refused($"'{directory}' is a link");
        }

        if (File.Exists(directory))
        {
            return Refused($"'{directory}' is a file");
        }

        if (!Directory.Exists(directory) || !Directory.EnumerateFileSystemEntries(directory).Any())
        {
            return null;
        }

        if (!IsMarked(directory))
        {
            return Refused($"'{directory}' holds other files, and no {Marker} that says it was vendored");
        }

        var foreign = Directory
            .EnumerateFileSystemEntries(directory)
            .Select(Path.GetFileName)
            .Where(name => name != Marker && !Folders.Contains(name, StringComparer.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();
        return foreign.Count == 0
            ? null
            : Refused($"'{directory}' holds what was not vendored: {string.Join(", ", foreign)}");
    }

    private static bool IsMarked(string directory)
    {
        var marker = new FileInfo(Path.Combine(directory, Marker));
        return marker is { Exists: true, LinkTarget: null, Length: <= MaxSmallFile }
            && File.ReadAllText(marker.FullName, Encoding.UTF8)
                .StartsWith("{\"vendorVersion\":1", StringComparison.Ordinal);
    }

    private static Diagnostic Refused(string problem) =>
        HostDiagnostics.VendorTargetRefused.Error(
            $"{problem}: it would be replaced",
            "name another folder, or move away what is to be kept"
        );
}
