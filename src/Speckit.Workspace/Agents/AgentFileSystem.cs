using System.Security.Cryptography;
using System.Text;
using Speckit.Workspace.Files;

namespace Speckit.Workspace.Agents;

/// <summary>The single steps that change agent files. Each is announced before it is taken, and leaves nothing half done.</summary>
internal sealed class AgentFileSystem(string root, Action<string> onStep)
{
    /// <summary>What is at a path.</summary>
    public DiskState Look(string path)
    {
        var full = Full(path);
        return new DiskState(DigestOf(full), Directory.Exists(full), TwinOf(path));
    }

    public bool FolderExists(string path) => Directory.Exists(Full(path));

    public void CreateFolder(string path)
    {
        onStep($"create folder {path}");
        Directory.CreateDirectory(Full(path));
    }

    /// <summary>Deletes a folder; false when something is in it.</summary>
    public bool DeleteIfEmpty(string path)
    {
        if (Directory.EnumerateFileSystemEntries(Full(path)).Any())
        {
            return false;
        }

        onStep($"delete folder {path}");
        Directory.Delete(Full(path));
        return true;
    }

    /// <summary>Deletes a file; false when it is no longer what it was.</summary>
    public bool Delete(string path, string present)
    {
        onStep($"delete {path}");
        var full = Full(path);
        if (DigestOf(full) is { } digest && digest != present)
        {
            return false;
        }

        File.Delete(full);
        return true;
    }

    /// <summary>Replaces a file; false when it is no longer what it was.</summary>
    public bool Write(string path, string content, string? present)
    {
        var full = Full(path);
        var temporary = Stage(path, Encoding.UTF8.GetBytes(content));
        onStep($"rename {path}");
        if (DigestOf(full) != present)
        {
            File.Delete(temporary);
            return false;
        }

        File.Move(temporary, full, overwrite: present is not null);
        return true;
    }

    /// <summary>Deletes what a crash left beside a file.</summary>
    public void DeleteTemporary(string path)
    {
        var temporary = Temporary(path);
        if (File.Exists(temporary))
        {
            onStep($"delete temporary of {path}");
            File.Delete(temporary);
        }
    }

    /// <summary>Replaces the ledger; null deletes it.</summary>
    public void WriteLedger(byte[]? content)
    {
        var full = Full(AgentFileLedger.Path);
        if (!Directory.Exists(Path.GetDirectoryName(full)))
        {
            onStep("create folder of ledger");
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        }

        if (content is null)
        {
            onStep("delete ledger");
            File.Delete(full);
            return;
        }

        var temporary = Stage(AgentFileLedger.Path, content);
        onStep("rename ledger");
        File.Move(temporary, full, overwrite: true);
    }

    private string Stage(string path, byte[] content)
    {
        // One name per target, so that the next run finds what a crash left.
        var temporary = Temporary(path);
        onStep($"stage {path}");
        File.Delete(temporary);
        onStep($"write {path}");
        AtomicFile.WriteThrough(temporary, content);
        return temporary;
    }

    private string Temporary(string path)
    {
        var full = Full(path);
        return Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.speckit-tmp");
    }

    private string? TwinOf(string path)
    {
        foreach (var part in AgentFilePath.FoldersOf(path).Append(path))
        {
            var full = Full(part);
            var parent = Path.GetDirectoryName(full)!;
            var name = Path.GetFileName(full);
            if (!Directory.Exists(parent))
            {
                return null;
            }

            var twin = Directory
                .EnumerateFileSystemEntries(parent)
                .Select(e => Path.GetFileName(e))
                .FirstOrDefault(e => e != name && e.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (twin is not null)
            {
                return part[..^name.Length] + twin;
            }
        }

        return null;
    }

    private static string? DigestOf(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private string Full(string path) => Path.Combine(root, path.Replace('/', Path.DirectorySeparatorChar));
}
