using System.Collections.Immutable;
using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Files;
using Speckit.Packaging.Ignore;
using Speckit.Packaging.Paths;

namespace Speckit.Packaging.Archives;

/// <summary>The files of a folder that go into its package.</summary>
/// <param name="Files">Sorted by the UTF-8 bytes of their paths.</param>
/// <param name="Warnings">What was left out and deserves a word.</param>
internal sealed record SourceTree(ImmutableArray<Found> Files, ImmutableArray<Diagnostic> Warnings)
{
    /// <summary>Finds them, and all that is wrong with their names at once.</summary>
    internal static Result<SourceTree> Collect(
        string directory,
        ArchiveLimits limits,
        CancellationToken cancellationToken
    )
    {
        if (!Directory.Exists(directory))
        {
            return PackagingDiagnostics.SourceMissing.Error(
                $"The folder '{directory}' does not exist.",
                "Check the path."
            );
        }

        var loaded = IgnoreRules.Load(directory);
        if (!loaded.TryGet(out var rules))
        {
            return loaded.Propagate<SourceTree>();
        }

        var collector = new Collector(rules, limits);
        foreach (var found in DirectoryWalk.Below(directory, collector.Enters, cancellationToken))
        {
            collector.Add(found);
        }

        return collector.Finish();
    }

    private sealed class Collector(IgnoreRules rules, ArchiveLimits limits)
    {
        private readonly List<Found> _files = [];
        private readonly List<Diagnostic> _errors = [];
        private readonly List<Diagnostic> _warnings = [];

        internal bool Enters(Found directory) =>
            rules.Decide(directory.Path, isDirectory: true) == IgnoreDecision.Pack
            && directory.Path.AsSpan().Count('/') <= limits.MaxDepth;

        internal void Add(Found found)
        {
            var decision = rules.Decide(found.Path, found.Kind == FoundKind.Directory);
            if (decision == IgnoreDecision.LeaveOutSecret)
            {
                _warnings.Add(
                    PackagingDiagnostics.SecretLeftOut.Warning(
                        $"'{found.Path}' looks like a secret and is not packed.",
                        $"To pack it, add '!/{found.Path}' to {IgnoreRules.FileName}."
                    )
                );
            }
            else if (decision == IgnoreDecision.Pack && found.Kind == FoundKind.Link)
            {
                _errors.Add(
                    PackagingDiagnostics.SourceLinkRefused.Error(
                        $"'{found.Path}' is a symbolic link.",
                        $"Replace it by what it points to, or add it to {IgnoreRules.FileName}."
                    )
                );
            }
            else if (decision == IgnoreDecision.Pack && found.Kind == FoundKind.File)
            {
                _files.Add(found);
            }
        }

        internal Result<SourceTree> Finish()
        {
            var sorted = _files
                .Select(file => (File: file, Key: Encoding.UTF8.GetBytes(file.Path)))
                .OrderBy(
                    pair => pair.Key,
                    Comparer<byte[]>.Create(static (left, right) => left.AsSpan().SequenceCompareTo(right))
                )
                .Select(pair => pair.File)
                .ToImmutableArray();
            var tree = new PathTree(limits.MaxEntries);
            foreach (var file in sorted)
            {
                var problem =
                    EntryPath.Check(file.Path, limits.MaxPathBytes, limits.MaxDepth)
                    ?? tree.Add(file.Path, isFile: true);
                if (problem is not null)
                {
                    _errors.Add(problem);
                }
            }

            _errors.Sort(static (left, right) => string.CompareOrdinal(left.Message, right.Message));
            _warnings.Sort(static (left, right) => string.CompareOrdinal(left.Message, right.Message));
            return _errors.Count == 0
                ? new SourceTree(sorted, [.. _warnings])
                : Result<SourceTree>.Failure([.. _errors.Take(50), .. _warnings]);
        }
    }
}
