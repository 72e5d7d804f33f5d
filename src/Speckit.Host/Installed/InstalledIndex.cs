using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Speckit.Host.Locking;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Installed;

/// <summary>The installed plugins of a project, from one compact file derived from the lock file and the manifests: a warm start parses
/// neither JSON nor YAML. The file is rebuilt when the lock file is another one, and may be deleted at any time.</summary>
public static class InstalledIndex
{
    /// <summary>Loads the installed plugins, in the order of their names.</summary>
    /// <param name="layout">The project.</param>
    public static Result<ImmutableArray<InstalledPlugin>> Load(ProjectLayout layout)
    {
        if (LockFileStamp.Of(layout.LockFile) is not { } stamp)
        {
            return Result<ImmutableArray<InstalledPlugin>>.Success([]);
        }

        var index = IndexFile.Read(layout.IndexFile);
        var known = index is null ? null : TryDecode(index.Entries, static e => e.Decode());
        return known is { } plugins && IsFresh(index, stamp)
            ? Result<ImmutableArray<InstalledPlugin>>.Success(plugins)
            : Rebuild(layout, known ?? []);
    }

    /// <summary>Loads the enabled plugins that have hooks; the others are not decoded.</summary>
    internal static Result<ImmutableArray<InstalledPlugin>> LoadHooked(ProjectLayout layout) =>
        Load(layout, IndexFlags.Enabled | IndexFlags.HasHooks, static e => e.Decode());

    /// <summary>Loads what the installed plugins need of each other, and nothing else of them.</summary>
    internal static Result<ImmutableArray<(PluginName Name, ImmutableArray<PluginDependency> Requires)>> LoadRequires(
        ProjectLayout layout
    ) => Load(layout, IndexFlags.HasRequires, static e => (e.ReadName(), e.DecodeRequires()));

    /// <summary>Brings the index in line with a change of the lock file: what changed is derived, everything else copied. Where that cannot be
    /// done, the next load derives it anew. The caller holds the project's write lock.</summary>
    /// <param name="layout">The project.</param>
    /// <param name="before">What was locked, and the stamp of its file; none when there was no file.</param>
    /// <param name="after">What is locked now, and the stamp of its file.</param>
    internal static void Follow(
        ProjectLayout layout,
        (LockFile File, LockFileStamp? Stamp) before,
        (LockFile File, LockFileStamp Stamp) after
    )
    {
        var known = before.Stamp is { } stamp ? EntriesFor(layout, stamp) : [];
        if (
            known?.Length == before.File.Plugins.Count
            && Advance(layout, known, before.File, after.File) is { } entries
        )
        {
            new IndexFile(after.Stamp, entries).TryWrite(layout.IndexFile);
        }
    }

    private static IndexEntry[]? EntriesFor(ProjectLayout layout, LockFileStamp stamp) =>
        IndexFile.Read(layout.IndexFile) is { } index && index.Stamp == stamp ? index.Entries : null;

    private static IndexEntry[]? Advance(ProjectLayout layout, IndexEntry[] known, LockFile before, LockFile after)
    {
        var old = before.Plugins.Entries;
        var now = after.Plugins.Entries;
        var entries = new IndexEntry[now.Length];
        var place = 0;
        for (var i = 0; i < now.Length; i++)
        {
            while (place < old.Length && old[place] != now[i] && old[place].Name.CompareTo(now[i].Name) < 0)
            {
                place++;
            }

            if (place < old.Length && old[place] == now[i])
            {
                entries[i] = known[place];
                continue;
            }

            var isThere = place < old.Length && old[place].Name.Equals(now[i].Name);
            var plugin = Renew(layout, isThere ? TryDecode([known[place]], static e => e.Decode())?[0] : null, now[i]);
            if (plugin.Problem is not null)
            {
                return null;
            }

            entries[i] = IndexEntry.Of(plugin);
        }

        return entries;
    }

    private static Result<ImmutableArray<T>> Load<T>(ProjectLayout layout, IndexFlags which, Func<IndexEntry, T> read)
    {
        if (
            LockFileStamp.Of(layout.LockFile) is { } stamp
            && IndexFile.Read(layout.IndexFile) is { } index
            && IsFresh(index, stamp)
            && TryDecode(index.Entries.Where(e => e.Flags.HasFlag(which)), read) is { } found
        )
        {
            return Result<ImmutableArray<T>>.Success(found);
        }

        var loaded = Load(layout);
        return loaded.TryGet(out var plugins)
            ? Result<ImmutableArray<T>>.Success([
                .. plugins.Select(IndexEntry.Of).Where(e => e.Flags.HasFlag(which)).Select(read),
            ])
            : loaded.Propagate<ImmutableArray<T>>();
    }

    /// <summary>The manifest of a linked folder may be another one each time.</summary>
    private static bool IsFresh([NotNullWhen(true)] IndexFile? index, LockFileStamp stamp) =>
        index?.Stamp == stamp && !index.Entries.Any(static e => e.Flags.HasFlag(IndexFlags.IsLink));

    /// <summary>What is in the index, or null where it was damaged or written by somebody else.</summary>
    private static ImmutableArray<T>? TryDecode<T>(IEnumerable<IndexEntry> entries, Func<IndexEntry, T> read)
    {
        try
        {
            return [.. entries.Select(read)];
        }
        catch (Exception e) when (e is IOException or FormatException or InvalidDataException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Derives the index anew, keeping what is known of plugins whose tree is the same, and stores it.</summary>
    private static Result<ImmutableArray<InstalledPlugin>> Rebuild(
        ProjectLayout layout,
        ImmutableArray<InstalledPlugin> known
    )
    {
        // The stamp is taken before the lock file is read: if it changes in between, the next load rebuilds.
        var stamp = LockFileStamp.Of(layout.LockFile);
        var read = LockFileReader.Read(layout.LockFile);
        if (!read.TryGet(out var lockFile))
        {
            return read.Propagate<ImmutableArray<InstalledPlugin>>();
        }

        var byName = known.ToDictionary(p => p.Name);
        var plugins = ImmutableArray.CreateBuilder<InstalledPlugin>(lockFile.Plugins.Count);
        foreach (var entry in lockFile.Plugins.Entries)
        {
            plugins.Add(Renew(layout, byName.GetValueOrDefault(entry.Name), entry));
        }

        if (stamp is { } derivedFrom && plugins.All(p => p.Problem is null))
        {
            new IndexFile(derivedFrom, [.. plugins.Select(IndexEntry.Of)]).TryWrite(layout.IndexFile);
        }

        return Result<ImmutableArray<InstalledPlugin>>.Success(plugins.ToImmutable());
    }

    private static InstalledPlugin Renew(ProjectLayout layout, InstalledPlugin? known, LockedEntry entry) =>
        known is not null && IsStillRight(known, entry.Value)
            ? Refresh(known, entry.Value)
            : InstalledPluginReader.Read(layout, entry.Name, entry.Value);

    /// <summary>What is granted is what is locked and declared: other grants have to be compared with the manifest again. The manifest of a
    /// linked folder may be another one each time.</summary>
    private static bool IsStillRight(InstalledPlugin known, LockedPlugin locked) =>
        known.Problem is null
        && !known.IsLink
        && known.Tree == locked.Tree
        && known.Capabilities.SequenceEqual(locked.Capabilities, StringComparer.Ordinal);

    private static InstalledPlugin Refresh(InstalledPlugin known, LockedPlugin locked) =>
        known with
        {
            Version = locked.Version.ToString(),
            Trust = locked.Trust,
            Enabled = locked.Enabled,
            Resolved = locked.Resolved,
            Archive = locked.Archive,
            Signer = locked.Signer,
            KeyId = locked.KeyId,
        };
}
