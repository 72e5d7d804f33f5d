using System.Collections.Immutable;

namespace Speckit.Workspace.Agents;

/// <summary>What is to be done to the agent files, found by comparing what should be, what the ledger says and what is there.</summary>
/// <param name="Writes">Files to create or replace, with the digest of the file that is there; null for none.</param>
/// <param name="Removals">Files of ours that nobody wants any more, with their digest on disk.</param>
/// <param name="Unchanged">Files that are as they should be.</param>
/// <param name="Kept">Files of people.</param>
/// <param name="Ledger">The ledger when all is done.</param>
internal sealed record ReconcilePlan(
    ImmutableArray<(AgentFile File, string? Present)> Writes,
    ImmutableArray<(string Path, string Present)> Removals,
    ImmutableArray<string> Unchanged,
    ImmutableArray<KeptFile> Kept,
    AgentFileLedger Ledger
)
{
    /// <summary>Compares the three.</summary>
    public static ReconcilePlan Make(
        IReadOnlyCollection<AgentFile> desired,
        AgentFileLedger ledger,
        Func<string, DiskState> disk
    )
    {
        var builder = new Builder(ledger, disk);
        var wanted = desired.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, entry) in ledger.Files.Where(f => !wanted.Contains(f.Key)))
        {
            builder.Unwanted(path, entry);
        }

        foreach (var file in desired.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            builder.Wanted(file);
        }

        return builder.Build();
    }

    /// <summary>The ledger to be written before anything is done: old and new digests, the folders to be made.</summary>
    /// <param name="before">The ledger as it is.</param>
    /// <param name="newFolders">Folders that are not there yet.</param>
    public AgentFileLedger Intent(AgentFileLedger before, IEnumerable<string> newFolders)
    {
        var files = Ledger.Files.ToBuilder();
        foreach (var (path, _) in Removals)
        {
            files[path] = before.Files[path];
        }

        foreach (var (file, present) in Writes)
        {
            files[file.Path] = files[file.Path] with { Previous = present };
        }

        return new AgentFileLedger(files.ToImmutable(), before.Folders.Union(newFolders));
    }

    private sealed class Builder(AgentFileLedger ledger, Func<string, DiskState> disk)
    {
        private readonly ImmutableArray<(AgentFile, string?)>.Builder _writes = ImmutableArray.CreateBuilder<(
            AgentFile,
            string?
        )>();

        private readonly ImmutableArray<(string Path, string)>.Builder _removals = ImmutableArray.CreateBuilder<(
            string,
            string
        )>();

        private readonly ImmutableArray<string>.Builder _unchanged = ImmutableArray.CreateBuilder<string>();
        private readonly ImmutableArray<KeptFile>.Builder _kept = ImmutableArray.CreateBuilder<KeptFile>();

        private readonly ImmutableSortedDictionary<string, LedgerEntry>.Builder _files =
            AgentFileLedger.Empty.Files.ToBuilder();

        public void Unwanted(string path, LedgerEntry entry)
        {
            var state = disk(path);
            if (state.Digest is { } digest && entry.Wrote(digest))
            {
                _removals.Add((path, digest));
            }
            else if (state.Digest is not null || state.IsFolder)
            {
                _kept.Add(
                    new KeptFile(path, entry.Plugin, state.IsFolder ? KeptReason.IsFolder : KeptReason.EditedByPerson)
                );
            }
        }

        public void Wanted(AgentFile file)
        {
            var state = disk(file.Path);
            var digest = AgentFileStore.Digest(file.Content);
            var entry = ledger.Files.GetValueOrDefault(file.Path);
            if (Obstacle(file, state, entry, digest) is { } reason)
            {
                _kept.Add(new KeptFile(file.Path, file.Plugin, reason));
                if (entry is not null)
                {
                    // Should the person undo the change, the file is ours again.
                    _files[file.Path] = entry;
                }

                return;
            }

            _files[file.Path] = new LedgerEntry(file.Plugin, digest, Previous: null);
            if (state.Digest == digest)
            {
                _unchanged.Add(file.Path);
            }
            else
            {
                _writes.Add((file, state.Digest));
            }
        }

        public ReconcilePlan Build() =>
            new(
                _writes.ToImmutable(),
                _removals.ToImmutable(),
                _unchanged.ToImmutable(),
                _kept.ToImmutable(),
                new AgentFileLedger(_files.ToImmutable(), ledger.Folders)
            );

        private KeptReason? Obstacle(AgentFile file, DiskState state, LedgerEntry? entry, string digest)
        {
            if (state.IsFolder)
            {
                return KeptReason.IsFolder;
            }

            if (state.Twin is { } twin && _removals.All(r => r.Path != twin))
            {
                return KeptReason.DiffersInCase;
            }

            if (state.Digest is null || state.Digest == digest || entry?.Wrote(state.Digest) == true)
            {
                return null;
            }

            return entry is null ? KeptReason.MadeByPerson : KeptReason.EditedByPerson;
        }
    }
}

/// <summary>What is at a path.</summary>
/// <param name="Digest">The digest of the file there; null when there is none.</param>
/// <param name="IsFolder">Whether a folder is there.</param>
/// <param name="Twin">The path of something whose name differs only in case; null when there is none.</param>
internal sealed record DiskState(string? Digest, bool IsFolder, string? Twin);
