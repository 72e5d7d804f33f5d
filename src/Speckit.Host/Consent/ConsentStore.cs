using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Speckit.Host.Locking;
using Speckit.Host.Projects;
using Speckit.Manifests.Model;
using Speckit.Packaging.Files;

namespace Speckit.Host.Consent;

/// <summary>What the user of this machine consented to, per project root: plugins of a fresh checkout are inert until they are in
/// here (security, first section). Kept in <c>~/.specify/trust/projects/</c>, outside anything a repository can bring along.</summary>
/// <param name="user">The user's state.</param>
public sealed class ConsentStore(UserLayout user)
{
    private Remembered? _last;

    /// <summary>The consents given for a project, by plugin. Unreadable records count as none given.</summary>
    public ImmutableSortedDictionary<PluginName, Consented> Read(ProjectLayout project)
    {
        var file = new FileInfo(FileOf(project));
        var stamp = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
        if (_last is { } last && last.Path == file.FullName && last.Stamp == stamp)
        {
            return last.Consents;
        }

        var consents = ReadAnew(project);
        _last = new Remembered(file.FullName, stamp, consents);
        return consents;
    }

    /// <summary>Records consent to a plugin's tree and capabilities. The caller holds the project's write lock.</summary>
    public void Give(ProjectLayout project, PluginName name, Consented consent) =>
        Store(project, ReadAnew(project).SetItem(name, consent));

    /// <summary>Forgets the consent to a plugin. The caller holds the project's write lock.</summary>
    public void Withdraw(ProjectLayout project, PluginName name)
    {
        var consents = ReadAnew(project);
        if (consents.ContainsKey(name))
        {
            Store(project, consents.Remove(name));
        }
    }

    /// <summary>The consent to just this tree of a plugin, or null. What was announced counts too: whoever sees the tree installed sees a
    /// change that was made.</summary>
    internal Consented? Find(ProjectLayout project, PluginName name, string tree) =>
        Matching(Read(project), name, tree) ?? Matching(ReadAnnounced(project), name, tree);

    /// <summary>Records what was accepted for a change, before its point of no return, so that a stop right after it leaves no plugin that
    /// nobody consented to. The caller holds the project's write lock.</summary>
    internal void Announce(ProjectLayout project, IEnumerable<KeyValuePair<PluginName, Consented>> consents) =>
        ConsentFile.Write(AnnouncedOf(project), project.Root, ConsentFile.None.SetItems(consents));

    /// <summary>Turns what was announced into what is given where the lock file has the change, and forgets the rest. The caller holds the
    /// project's write lock.</summary>
    internal void Settle(ProjectLayout project, LockFile lockFile)
    {
        var made = ReadAnnounced(project)
            .Where(a => lockFile.Plugins.GetValueOrDefault(a.Key)?.Tree == a.Value.Tree)
            .ToList();
        if (made.Count > 0)
        {
            Store(project, ReadAnew(project).SetItems(made));
        }

        if (File.Exists(AnnouncedOf(project)))
        {
            File.Delete(AnnouncedOf(project));
        }
    }

    /// <summary>Deletes what a stop left half written. The caller holds the project's write lock.</summary>
    internal void Sweep(ProjectLayout project)
    {
        AtomicFile.DeleteStaged(FileOf(project));
        AtomicFile.DeleteStaged(AnnouncedOf(project));
    }

    private static Consented? Matching(
        ImmutableSortedDictionary<PluginName, Consented> consents,
        PluginName name,
        string tree
    ) => consents.GetValueOrDefault(name) is { } consent && consent.Tree == tree ? consent : null;

    /// <summary>What is to be changed is read from the disk: times of change are too coarse to rely on.</summary>
    private ImmutableSortedDictionary<PluginName, Consented> ReadAnew(ProjectLayout project) =>
        ConsentFile.Read(FileOf(project), project.Root);

    private ImmutableSortedDictionary<PluginName, Consented> ReadAnnounced(ProjectLayout project) =>
        File.Exists(AnnouncedOf(project)) ? ConsentFile.Read(AnnouncedOf(project), project.Root) : ConsentFile.None;

    private void Store(ProjectLayout project, ImmutableSortedDictionary<PluginName, Consented> consents)
    {
        ConsentFile.Write(FileOf(project), project.Root, consents);
        _last = null;
    }

    private string FileOf(ProjectLayout project) => PathOf(project, ".json");

    private string AnnouncedOf(ProjectLayout project) => PathOf(project, ".announced.json");

    private string PathOf(ProjectLayout project, string ending)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project.Root)));
        return Path.Combine(user.TrustDirectory, "projects", digest[..32] + ending);
    }

    private sealed record Remembered(
        string Path,
        (DateTime Written, long Length) Stamp,
        ImmutableSortedDictionary<PluginName, Consented> Consents
    );
}
