using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Speckit.EndToEnd;

/// <summary>What a project is, as far as it matters: lock file, packages, configurations, data, agent files and consents, byte for byte.</summary>
internal static class ProjectState
{
    /// <summary>One line a file.</summary>
    internal static string Of(Sandbox sandbox) =>
        string.Join(
            '\n',
            Files(sandbox.Project, ".specify")
                .Concat(Files(sandbox.Project, ".claude"))
                .Concat(Files(sandbox.Home, ".specify/trust"))
                .Where(IsState)
                .Where(f => !f.Path.EndsWith("write.lock", StringComparison.Ordinal))
                .Select(f => $"{f.Path} {Digest(f.FullPath)}")
                .Order(StringComparer.Ordinal)
        );

    /// <summary>An installed plugin's files, one line each.</summary>
    internal static string TreeOf(Sandbox sandbox, string plugin) =>
        string.Join(
            '\n',
            Files(Path.Combine(sandbox.Project, ".specify", "plugins"), plugin)
                .Select(f => $"{f.Path} {Digest(f.FullPath)}")
                .Order(StringComparer.Ordinal)
        );

    /// <summary>The lines that two states do not share.</summary>
    internal static string Compare(string expected, string actual)
    {
        var (wanted, found) = (expected.Split('\n'), actual.Split('\n'));
        return string.Join(
            ", ",
            wanted.Except(found).Select(l => "-" + l).Concat(found.Except(wanted).Select(l => "+" + l))
        );
    }

    /// <summary>A staged change or a half-written file that is still in the project, or null.</summary>
    internal static string? FindLeftover(Sandbox sandbox)
    {
        var staging = Path.Combine(sandbox.Project, ".specify", "staging");
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
        return (Directory.Exists(staging) ? Directory.EnumerateFileSystemEntries(staging) : [])
            .Concat(Directory.EnumerateFiles(sandbox.Project, ".*tmp", options))
            .FirstOrDefault();
    }

    /// <summary>Whether each line of the audit log follows from the one before it.</summary>
    internal static bool AuditIsWhole(Sandbox sandbox)
    {
        var previous = new string('0', 64);
        foreach (var line in File.ReadLines(Path.Combine(sandbox.Project, ".specify", "audit", "audit.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.GetProperty("prev").GetString() != previous)
            {
                return false;
            }

            previous = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
        }

        return true;
    }

    /// <summary>Logs, caches and backups may tell of a change that was undone.</summary>
    private static bool IsState((string Path, string FullPath) file) =>
        !new[] { "audit/", "events/", "cache/", "backups/", "trust/audit/" }.Any(f =>
            file.Path.StartsWith(".specify/" + f, StringComparison.Ordinal)
        );

    private static IEnumerable<(string Path, string FullPath)> Files(string root, string folder)
    {
        var full = Path.Combine(root, folder);
        return Directory.Exists(full)
            ? Directory
                .EnumerateFiles(
                    full,
                    "*",
                    new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }
                )
                .Select(f => (Path.GetRelativePath(root, f), f))
            : [];
    }

    private static string Digest(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))[..16];
}
