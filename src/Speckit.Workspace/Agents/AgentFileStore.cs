using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Workspace.Files;

namespace Speckit.Workspace.Agents;

/// <summary>
/// Keeps the agent files of a project as the enabled plugins want them, and never touches what a person made or changed.
/// The caller holds the project's writer lock. After a crash at any point, calling it again brings everything in order.
/// </summary>
public sealed class AgentFileStore
{
    private readonly string _root;
    private readonly AgentFileSystem _files;

    /// <summary>A store for a project.</summary>
    /// <param name="root">The project root.</param>
    public AgentFileStore(string root)
        : this(root, static _ => { }) { }

    /// <summary>A store that tells each step before it takes it; tests end it there.</summary>
    internal AgentFileStore(string root, Action<string> onStep)
    {
        _root = Path.GetFullPath(root);
        _files = new AgentFileSystem(_root, onStep);
    }

    /// <summary>Makes the files so that exactly the desired ones are there.</summary>
    /// <param name="desired">All files that all enabled plugins want.</param>
    /// <returns>What was done, with a warning for each file that was kept; or why nothing was.</returns>
    public Result<ReconcileReport> Reconcile(IReadOnlyList<AgentFile> desired)
    {
        ArgumentNullException.ThrowIfNull(desired);
        var errors = Check(desired);
        if (!errors.IsEmpty)
        {
            return Result<ReconcileReport>.Failure(errors);
        }

        var ledgerPath = ProjectPath.Resolve(_root, AgentFileLedger.Path);
        if (!ledgerPath.Succeeded)
        {
            return ledgerPath.Propagate<ReconcileReport>();
        }

        var read = AgentFileLedger.Read(ledgerPath.Value);
        if (!read.TryGet(out var ledger))
        {
            return read.Propagate<ReconcileReport>();
        }

        var links = Links([.. desired.Select(f => f.Path), .. ledger.Files.Keys, .. ledger.Folders]);
        return links.IsEmpty ? Execute(desired, ledger) : Result<ReconcileReport>.Failure(links);
    }

    internal static string Digest(string content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private Result<ReconcileReport> Execute(IReadOnlyList<AgentFile> desired, AgentFileLedger ledger)
    {
        var plan = ReconcilePlan.Make(desired, ledger, _files.Look);
        var folders = plan
            .Writes.SelectMany(w => AgentFilePath.FoldersOf(w.File.Path))
            .Distinct(StringComparer.Ordinal)
            .Where(f => !_files.FolderExists(f))
            .ToArray();
        var intent = plan.Intent(ledger, folders);
        Store(ledger, intent);

        // What was under way when a crash came may be wanted by nobody now.
        foreach (var path in ledger.Files.Keys.Union(intent.Files.Keys, StringComparer.Ordinal))
        {
            _files.DeleteTemporary(path);
        }

        var kept = plan.Kept.ToBuilder();
        var final = plan.Ledger.Files.ToBuilder();
        var removed = Remove(plan, intent, kept);
        foreach (var folder in folders.Order(StringComparer.Ordinal))
        {
            _files.CreateFolder(folder);
        }

        var written = Write(plan, ledger, kept, final);
        var left = RemoveFolders(intent.Folders, final.Keys);
        Store(intent, new AgentFileLedger(final.ToImmutable(), left));
        var sorted = kept.OrderBy(k => k.Path, StringComparer.Ordinal).ToImmutableArray();
        return Result<ReconcileReport>.Success(
            new ReconcileReport(written, removed, plan.Unchanged, sorted),
            [.. sorted.Select(Warning)]
        );
    }

    private ImmutableArray<string> Remove(
        ReconcilePlan plan,
        AgentFileLedger intent,
        ImmutableArray<KeptFile>.Builder kept
    )
    {
        var removed = ImmutableArray.CreateBuilder<string>();
        foreach (var (path, present) in plan.Removals)
        {
            if (_files.Delete(path, present))
            {
                removed.Add(path);
            }
            else
            {
                kept.Add(new KeptFile(path, intent.Files[path].Plugin, KeptReason.EditedByPerson));
            }
        }

        return removed.ToImmutable();
    }

    private ImmutableArray<string> Write(
        ReconcilePlan plan,
        AgentFileLedger before,
        ImmutableArray<KeptFile>.Builder kept,
        ImmutableSortedDictionary<string, LedgerEntry>.Builder final
    )
    {
        var written = ImmutableArray.CreateBuilder<string>();
        foreach (var (file, present) in plan.Writes)
        {
            if (_files.Write(file.Path, file.Content, present))
            {
                written.Add(file.Path);
                continue;
            }

            // Somebody was faster than we were.
            kept.Add(
                new KeptFile(
                    file.Path,
                    file.Plugin,
                    present is null ? KeptReason.MadeByPerson : KeptReason.EditedByPerson
                )
            );
            final.Remove(file.Path);
            if (before.Files.TryGetValue(file.Path, out var entry))
            {
                final[file.Path] = entry;
            }
        }

        return written.ToImmutable();
    }

    private ImmutableSortedSet<string> RemoveFolders(ImmutableSortedSet<string> ours, IEnumerable<string> files)
    {
        var needed = files.SelectMany(AgentFilePath.FoldersOf).ToHashSet(StringComparer.Ordinal);
        var left = ours.ToBuilder();
        foreach (var folder in ours.OrderByDescending(f => f.Length))
        {
            if (!_files.FolderExists(folder) || (!needed.Contains(folder) && _files.DeleteIfEmpty(folder)))
            {
                left.Remove(folder);
            }
        }

        return left.ToImmutable();
    }

    private void Store(AgentFileLedger before, AgentFileLedger after)
    {
        var bytes = after.ToJson();
        if (!before.ToJson().AsSpan().SequenceEqual(bytes))
        {
            _files.WriteLedger(after.IsEmpty ? null : bytes);
        }
    }

    private static ImmutableArray<Diagnostic> Check(IReadOnlyList<AgentFile> desired)
    {
        var invalid = desired
            .Where(f => !AgentFilePath.IsFile(f.Path))
            .Select(f =>
                WorkspaceDiagnostics.PathRefused.Error(
                    $"'{Text.UntrustedText.SingleLine(f.Path)}' of {f.Plugin} is not a place for an agent file.",
                    "agent files are .claude/commands/[namespace/]name.md and .claude/agents/name.md"
                )
            );
        var conflicts = desired
            .GroupBy(f => f.Path, StringComparer.OrdinalIgnoreCase)
            .Where(g => g.Skip(1).Any())
            .Select(g =>
                WorkspaceDiagnostics.AgentFileConflict.Error(
                    $"'{g.First().Path}' is wanted more than once: by {string.Join(" and ", g.Select(f => f.Plugin.ToString()))}.",
                    "disable one of the plugins"
                )
            );
        return [.. invalid, .. conflicts];
    }

    private ImmutableArray<Diagnostic> Links(ImmutableArray<string> paths) =>
        [
            .. paths
                .Distinct(StringComparer.Ordinal)
                .SelectMany(p => ProjectPath.Resolve(_root, p).Diagnostics)
                .DistinctBy(d => d.Message, StringComparer.Ordinal),
        ];

    private static Diagnostic Warning(KeptFile kept) =>
        WorkspaceDiagnostics.AgentFileKept.Warning(
            $"'{kept.Path}' of {kept.Plugin} was left as it is: "
                + kept.Reason switch
                {
                    KeptReason.MadeByPerson => "a person made it.",
                    KeptReason.EditedByPerson => "a person changed it.",
                    KeptReason.DiffersInCase => "another file's name differs only in case.",
                    _ => "a folder has its name.",
                },
            "rename or delete it to get the plugin's file"
        );
}
