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
    /// <summary>The consents given for a project, by plugin. Unreadable records count as none given.</summary>
    public ImmutableSortedDictionary<PluginName, Consented> Read(ProjectLayout project) => Load(project).Given;

    /// <summary>Records consent to a plugin's tree and capabilities. The caller holds the project's write lock.</summary>
    public void Give(ProjectLayout project, PluginName name, Consented consent)
    {
        var records = Load(project);
        Store(project, records with { Given = records.Given.SetItem(name, consent) });
    }

    /// <summary>Forgets the consent to a plugin. The caller holds the project's write lock.</summary>
    public void Withdraw(ProjectLayout project, PluginName name)
    {
        var records = Load(project);
        if (records.Given.ContainsKey(name))
        {
            Store(project, records with { Given = records.Given.Remove(name) });
        }
    }

    /// <summary>The consent to just this tree of a plugin, or null. What was announced counts too: whoever sees the tree installed sees a
    /// change that was made.</summary>
    internal Consented? Find(ProjectLayout project, PluginName name, string tree)
    {
        var records = Load(project);
        return Matching(records.Given, name, tree) ?? Matching(records.Announced, name, tree);
    }

    /// <summary>Records what was accepted for a change, before its point of no return, so that a stop right after it leaves no plugin that
    /// nobody consented to. The caller holds the project's write lock.</summary>
    internal void Announce(ProjectLayout project, IEnumerable<KeyValuePair<PluginName, Consented>> consents)
    {
        var records = Load(project);
        Store(project, records with { Announced = ConsentRecords.None.Announced.SetItems(consents) });
    }

    /// <summary>Turns what was announced into what is given where the lock file has the change, and forgets the rest. The caller holds the
    /// project's write lock.</summary>
    internal void Settle(ProjectLayout project, LockFile lockFile)
    {
        var records = Load(project);
        if (!records.Announced.IsEmpty)
        {
            var made = records.Announced.Where(a => lockFile.Plugins.GetValueOrDefault(a.Key)?.Tree == a.Value.Tree);
            Store(project, new ConsentRecords(records.Given.SetItems(made), ConsentRecords.None.Announced));
        }
    }

    /// <summary>Deletes what a stop left half written. The caller holds the project's write lock.</summary>
    internal void Sweep(ProjectLayout project) => AtomicFile.DeleteStaged(FileOf(project));

    private static Consented? Matching(
        ImmutableSortedDictionary<PluginName, Consented> consents,
        PluginName name,
        string tree
    ) => consents.GetValueOrDefault(name) is { } consent && consent.Tree == tree ? consent : null;

    private ConsentRecords Load(ProjectLayout project) => ConsentFile.Read(FileOf(project), project.Root);

    private void Store(ProjectLayout project, ConsentRecords records) =>
        ConsentFile.Write(FileOf(project), project.Root, records);

    private string FileOf(ProjectLayout project)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project.Root)));
        return Path.Combine(user.TrustDirectory, "projects", digest[..32] + ".json");
    }
}
