using System.Collections.Immutable;
using Speckit.Host.Locking;
using Speckit.Host.Projects;
using Speckit.Manifests.Model;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Files;

namespace Speckit.Host.Consent;

/// <summary>What the user of this machine consented to, per project root: plugins of a fresh checkout are inert until they are in
/// here (security, first section). Kept in <c>~/.specify/trust/projects/</c>, outside anything a repository can bring along: for each project
/// a folder, in which each plugin's consent is in one of 256 files (ADR 0015).</summary>
/// <param name="user">The user's state.</param>
public sealed class ConsentStore(UserLayout user)
{
    private const int DigestLength = 32;
    private const int ShardLength = 2;

    /// <summary>The consents given for a project, by plugin. Unreadable records count as none given.</summary>
    public ImmutableSortedDictionary<PluginName, Consented> Read(ProjectLayout project) =>
        ReadWhole(project)
        ?? ShardsOf(project).Aggregate(ConsentFile.None, (all, shard) => all.SetItems(Read(shard, project)));

    /// <summary>The consent given to a plugin, or null. An unreadable record counts as none given.</summary>
    public Consented? Read(ProjectLayout project, PluginName name) =>
        (ReadWhole(project) ?? Read(ShardOf(project, name), project)).GetValueOrDefault(name);

    /// <summary>Records consent to a plugin's tree and capabilities. The caller holds the project's write lock.</summary>
    public void Give(ProjectLayout project, PluginName name, Consented consent) =>
        Change(project, name, consents => consents.SetItem(name, consent));

    /// <summary>Forgets the consent to a plugin. The caller holds the project's write lock.</summary>
    public void Withdraw(ProjectLayout project, PluginName name) =>
        Change(project, name, consents => consents.Remove(name));

    /// <summary>The consent to just this tree of a plugin, or null. What was announced counts too: whoever sees the tree installed sees a
    /// change that was made.</summary>
    internal Consented? Find(ProjectLayout project, PluginName name, string tree) =>
        Matching(Read(project, name), tree) ?? Matching(ReadAnnounced(project).GetValueOrDefault(name), tree);

    /// <summary>Records what was accepted for a change, before its point of no return, so that a stop right after it leaves no plugin that
    /// nobody consented to. The caller holds the project's write lock.</summary>
    internal void Announce(ProjectLayout project, IEnumerable<KeyValuePair<PluginName, Consented>> consents) =>
        ConsentFile.Write(AnnouncedOf(project), project.Root, ConsentFile.None.SetItems(consents));

    /// <summary>Turns what was announced into what is given where the lock file has the change, and forgets the rest. The caller holds the
    /// project's write lock.</summary>
    internal void Settle(ProjectLayout project, LockFile lockFile)
    {
        foreach (var (name, consent) in ReadAnnounced(project))
        {
            if (lockFile.Plugins.GetValueOrDefault(name)?.Tree == consent.Tree)
            {
                Give(project, name, consent);
            }
        }

        if (File.Exists(AnnouncedOf(project)))
        {
            File.Delete(AnnouncedOf(project));
        }
    }

    /// <summary>Deletes what a stop left half written. The caller holds the project's write lock.</summary>
    internal void Sweep(ProjectLayout project)
    {
        AtomicFile.DeleteStaged(AnnouncedOf(project));
        var folder = FolderOf(project);
        if (Directory.Exists(folder))
        {
            var all = new EnumerationOptions { AttributesToSkip = FileAttributes.None };
            foreach (var staged in Directory.EnumerateFiles(folder, "*.tmp", all))
            {
                File.Delete(staged);
            }
        }
    }

    private static Consented? Matching(Consented? consent, string tree) => consent?.Tree == tree ? consent : null;

    private static ImmutableSortedDictionary<PluginName, Consented> Read(string file, ProjectLayout project) =>
        File.Exists(file) ? ConsentFile.Read(file, project.Root) : ConsentFile.None;

    /// <summary>What is to be changed is read from the disk: times of change are too coarse to rely on.</summary>
    private void Change(
        ProjectLayout project,
        PluginName name,
        Func<ImmutableSortedDictionary<PluginName, Consented>, ImmutableSortedDictionary<PluginName, Consented>> change
    )
    {
        Prepare(project);
        var file = ShardOf(project, name);
        var before = Read(file, project);
        var after = change(before);
        if (after != before)
        {
            ConsentFile.Write(file, project.Root, after);
        }
    }

    /// <summary>Earlier versions kept the consents of a project in one file. It counts until the folder is there, complete.</summary>
    private ImmutableSortedDictionary<PluginName, Consented>? ReadWhole(ProjectLayout project)
    {
        var file = WholeOf(project);
        if (!File.Exists(file) || Directory.Exists(FolderOf(project)))
        {
            return null;
        }

        var consents = ConsentFile.Read(file, project.Root);

        // Gone: meanwhile somebody made the folder of it.
        return File.Exists(file) ? consents : null;
    }

    /// <summary>Sees to it that the project has its folder, with what the one file held.</summary>
    private void Prepare(ProjectLayout project)
    {
        var (folder, whole) = (FolderOf(project), WholeOf(project));
        if (!Directory.Exists(folder))
        {
            var prepared = folder + ".new";
            if (Directory.Exists(prepared))
            {
                Directory.Delete(prepared, recursive: true);
            }

            Directory.CreateDirectory(prepared);
            foreach (var shard in Read(whole, project).GroupBy(c => ShardOf(c.Key), StringComparer.Ordinal))
            {
                ConsentFile.Write(Path.Combine(prepared, shard.Key), project.Root, ConsentFile.None.SetItems(shard));
            }

            Directory.Move(prepared, folder);
            Durable.FlushDirectory(Path.GetDirectoryName(folder)!);
        }

        if (File.Exists(whole))
        {
            File.Delete(whole);
        }
    }

    private ImmutableSortedDictionary<PluginName, Consented> ReadAnnounced(ProjectLayout project) =>
        Read(AnnouncedOf(project), project);

    private string[] ShardsOf(ProjectLayout project) =>
        Directory.Exists(FolderOf(project)) ? Directory.GetFiles(FolderOf(project), "*.json") : [];

    private string ShardOf(ProjectLayout project, PluginName name) => Path.Combine(FolderOf(project), ShardOf(name));

    /// <summary>Names are spread evenly, whatever they are like.</summary>
    private static string ShardOf(PluginName name) => TextDigest.Of(name.ToString())[..ShardLength] + ".json";

    private string FolderOf(ProjectLayout project) => PathOf(project, "");

    private string WholeOf(ProjectLayout project) => PathOf(project, ".json");

    private string AnnouncedOf(ProjectLayout project) => PathOf(project, ".announced.json");

    private string PathOf(ProjectLayout project, string ending) =>
        Path.Combine(user.TrustDirectory, "projects", TextDigest.Of(project.Root)[..DigestLength] + ending);
}
