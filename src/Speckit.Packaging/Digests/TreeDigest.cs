using System.Collections.Immutable;
using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Files;

namespace Speckit.Packaging.Digests;

/// <summary>The digest of an extracted package (formats, "Tree digest"): over the lines <c>&lt;mode&gt; &lt;sha256&gt; &lt;path&gt;\n</c>,
/// sorted by their UTF-8 bytes, as <c>LC_ALL=C sort | sha256sum</c> would have it.</summary>
public static class TreeDigest
{
    /// <summary>The user's configuration, which is in the folder and not in the package.</summary>
    public const string Configuration = "config.yaml";

    /// <summary>The digest of a list of files. Their order does not matter.</summary>
    public static Sha256Digest Of(IEnumerable<TreeEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var lines = entries.Select(e => Encoding.UTF8.GetBytes($"{e.Mode} {e.Digest.Hex} {e.Path}\n")).ToList();
        lines.Sort(static (left, right) => left.AsSpan().SequenceCompareTo(right));
        return Sha256Digest.Of(lines.SelectMany(line => line).ToArray());
    }

    /// <summary>The digest of a folder without its root <c>config.yaml</c>.</summary>
    /// <inheritdoc cref="Scan"/>
    public static Result<Sha256Digest> Compute(
        string directory,
        IReadOnlySet<string>? executables = null,
        CancellationToken cancellationToken = default
    )
    {
        var scanned = Scan(directory, executables, cancellationToken);
        return scanned.TryGet(out var entries) ? Of(entries) : scanned.Propagate<Sha256Digest>();
    }

    /// <summary>Lists and hashes the files of a folder, without its root <c>config.yaml</c>. Empty folders do not count.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="executables">The paths to take for executable where files have no such bit (Windows).</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The files, or <c>SPK2070</c> to <c>SPK2072</c> when it is missing or has links, pipes or devices.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Result<ImmutableArray<TreeEntry>> Scan(
        string directory,
        IReadOnlySet<string>? executables = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (!Directory.Exists(directory))
        {
            return PackagingDiagnostics.FileMissing.Error(
                $"The folder '{directory}' does not exist.",
                "Install the plugin again."
            );
        }

        var entries = ImmutableArray.CreateBuilder<TreeEntry>();
        foreach (var found in DirectoryWalk.Below(directory, static _ => true, cancellationToken))
        {
            if (found.Kind == FoundKind.Directory || found.Path == Configuration)
            {
                continue;
            }

            var read = Read(found, executables);
            if (!read.TryGet(out var entry))
            {
                return read.Propagate<ImmutableArray<TreeEntry>>();
            }

            entries.Add(entry);
        }

        return entries.DrainToImmutable();
    }

    /// <summary>Names the files of a folder that differ from those of the package, sorted by path. Empty when it is intact.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="expected">The files of the package.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <inheritdoc cref="Scan" path="/returns"/>
    public static Result<ImmutableArray<TreeDifference>> Explain(
        string directory,
        IReadOnlyCollection<TreeEntry> expected,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(expected);
        var executables = expected.Where(e => e.Executable).Select(e => e.Path).ToHashSet(StringComparer.Ordinal);
        var scanned = Scan(directory, executables, cancellationToken);
        if (!scanned.TryGet(out var found))
        {
            return scanned.Propagate<ImmutableArray<TreeDifference>>();
        }

        var actual = found.ToDictionary(e => e.Path, StringComparer.Ordinal);
        var differences = new List<TreeDifference>();
        foreach (var entry in expected)
        {
            var kind =
                !actual.Remove(entry.Path, out var other) ? TreeDifferenceKind.Missing
                : other.Digest != entry.Digest ? TreeDifferenceKind.Changed
                : other.Executable != entry.Executable ? TreeDifferenceKind.ModeChanged
                : (TreeDifferenceKind?)null;
            if (kind is not null)
            {
                differences.Add(new TreeDifference(entry.Path, kind.Value));
            }
        }

        differences.AddRange(actual.Keys.Select(path => new TreeDifference(path, TreeDifferenceKind.Added)));
        return differences.OrderBy(d => d.Path, StringComparer.Ordinal).ToImmutableArray();
    }

    private static Result<TreeEntry> Read(Found found, IReadOnlySet<string>? executables)
    {
        var opened = PlainFile.OpenRead(found.FullPath);
        if (!opened.TryGet(out var file))
        {
            return opened.Propagate<TreeEntry>();
        }

        using (file)
        {
            var executable = OperatingSystem.IsWindows()
                ? executables?.Contains(found.Path) == true
                : PlainFile.IsExecutable(file);
            var size = file.Length;
            return new TreeEntry(found.Path, executable, size, Sha256Digest.Of(file));
        }
    }
}
