using System.Collections.Immutable;
using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Files;
using Speckit.Packaging.Plugins;
using Speckit.Registry.Client;

namespace Speckit.Host.Integrity;

/// <summary>Whether an installed plugin's files are those of the lock file. What was hashed once is not hashed again while the file system
/// says that nobody touched it; that memory is kept under the user's home, out of reach of what a checkout brings along.</summary>
public static class TreeIntegrity
{
    private const int MostNamed = 5;

    /// <summary>Checks a plugin before it starts, from memory where that is enough.</summary>
    /// <returns>Nothing, or <c>SPK5012</c> with the changed files' names.</returns>
    public static Diagnostic? Check(HostEnvironment host, PluginName name, string tree, string? archive)
    {
        ArgumentNullException.ThrowIfNull(host);
        var directory = host.Project.PluginDirectory(name);
        if (!Directory.Exists(directory))
        {
            return Missing(name);
        }

        var stamp = TreeStamp.Take(directory, host.Time.GetUtcNow());
        var memory = MemoryOf(host, name);
        if (stamp is not null && Remembers(memory, tree, stamp))
        {
            return null;
        }

        var changed = CheckFully(host, name, tree, archive);
        if (changed is null && stamp is not null)
        {
            Remember(memory, tree, stamp);
        }

        return changed;
    }

    /// <summary>Hashes every file, whatever is remembered.</summary>
    /// <inheritdoc cref="Check"/>
    public static Diagnostic? CheckFully(HostEnvironment host, PluginName name, string tree, string? archive)
    {
        ArgumentNullException.ThrowIfNull(host);
        var directory = host.Project.PluginDirectory(name);
        if (!Directory.Exists(directory))
        {
            return Missing(name);
        }

        var computed = TreeDigest.Compute(directory);
        return computed.TryGet(out var found) && found.ToString() == tree
            ? null
            : HostDiagnostics.TreeChanged.Error(
                $"the files of {name} are not those that were installed: {Describe(host, name, archive, computed)}",
                $"'specify plugin repair {name}' restores them; 'specify plugin repair {name} --accept' keeps them, if the change is yours"
            );
    }

    /// <summary>The files that differ from those of the plugin's archive; null when the archive is not at hand.</summary>
    public static ImmutableArray<TreeDifference>? Differences(HostEnvironment host, PluginName name, string? archive)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (!Sha256Digest.TryParse(archive ?? "", out var digest))
        {
            return null;
        }

        var kept = new RegistryCache(host.User.CacheDirectory).ArchivePath(digest);
        if (!File.Exists(kept))
        {
            return null;
        }

        var opened = PluginPackage.Open(kept, expectedArchiveDigest: digest);
        if (!opened.TryGet(out var package))
        {
            return null;
        }

        var explained = TreeDigest.Explain(host.Project.PluginDirectory(name), package.Contents.Entries);
        return explained.Succeeded ? explained.Value : null;
    }

    private static string Describe(
        HostEnvironment host,
        PluginName name,
        string? archive,
        Result<Sha256Digest> computed
    )
    {
        if (!computed.Succeeded)
        {
            return computed.Diagnostics[0].Message;
        }

        if (Differences(host, name, archive) is not { IsEmpty: false } differences)
        {
            return "its tree has another digest";
        }

        var named = differences.Take(MostNamed).Select(d => $"{d.Path} ({WordFor(d.Kind)})");
        var rest = differences.Length > MostNamed ? $" and {differences.Length - MostNamed} more" : "";
        return string.Join(", ", named) + rest;
    }

    /// <summary>How a file differs, in a word.</summary>
    public static string WordFor(TreeDifferenceKind kind) =>
        kind switch
        {
            TreeDifferenceKind.Missing => "missing",
            TreeDifferenceKind.Added => "added",
            TreeDifferenceKind.ModeChanged => "mode changed",
            _ => "changed",
        };

    private static Diagnostic Missing(PluginName name) =>
        HostDiagnostics.TreeChanged.Error(
            $"{name} is in the lock file, but its files are not there",
            $"run 'specify plugin install --locked' to fetch them, or 'specify plugin repair {name}'"
        );

    private static bool Remembers(string memory, string tree, byte[] stamp)
    {
        try
        {
            var known = File.ReadAllBytes(memory);
            var head = Encoding.UTF8.GetBytes(tree + "\n");
            return known.AsSpan().StartsWith(head) && known.AsSpan(head.Length).SequenceEqual(stamp);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Remember(string memory, string tree, byte[] stamp)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(memory)!);
            AtomicFile.Write(memory, [.. Encoding.UTF8.GetBytes(tree + "\n"), .. stamp], AtomicFile.Private);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without its memory the next start hashes again.
        }
    }

    private static string MemoryOf(HostEnvironment host, PluginName name)
    {
        var digest = TextDigest.Of($"{host.Project.Root}\n{name}");
        return Path.Combine(host.User.CacheDirectory, "trees", digest[..32]);
    }
}
