using System.Collections.Immutable;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Files;

namespace Speckit.Host.Vendoring;

/// <summary>Compares a folder with what it should hold.</summary>
internal static class VendorComparison
{
    /// <summary>What differs, a line each: files that are missing, other, or too many. Empty when nothing does.</summary>
    internal static ImmutableArray<string> Run(
        string directory,
        ImmutableSortedDictionary<string, VendorFile> expected,
        CancellationToken cancellationToken
    )
    {
        var found = Directory.Exists(directory) ? Walk(directory) : [];
        var differences = ImmutableArray.CreateBuilder<string>();
        foreach (var (path, file) in expected)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!found.Remove(path))
            {
                differences.Add($"{path} is missing");
            }
            else if (DigestOf(Path.Combine(directory, path)) != file.Digest)
            {
                differences.Add($"{path} is another file");
            }
        }

        differences.AddRange(found.Select(path => $"{path} does not belong there"));
        return differences.ToImmutable();
    }

    private static SortedSet<string> Walk(string directory) =>
        new(
            Directory
                .EnumerateFileSystemEntries(
                    directory,
                    "*",
                    // A link is an entry of its own: what it leads to is not walked.
                    new EnumerationOptions
                    {
                        RecurseSubdirectories = true,
                        AttributesToSkip = FileAttributes.None,
                        IgnoreInaccessible = false,
                    }
                )
                .Where(path => !Directory.Exists(path) || new FileInfo(path).LinkTarget is not null)
                .Select(path => Path.GetRelativePath(directory, path).Replace(Path.DirectorySeparatorChar, '/')),
            StringComparer.Ordinal
        );

    private static Sha256Digest? DigestOf(string path)
    {
        var opened = PlainFile.OpenRead(path);
        if (!opened.TryGet(out var file))
        {
            return null;
        }

        using (file)
        {
            return Sha256Digest.FromHash(System.Security.Cryptography.SHA256.HashData(file));
        }
    }
}
