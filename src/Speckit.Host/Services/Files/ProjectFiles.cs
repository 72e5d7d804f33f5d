using System.Collections.Immutable;
using Speckit.Host.Projects;
using Speckit.Manifests.Model;
using Speckit.Packaging.Files;
using Speckit.Protocol;

namespace Speckit.Host.Services.Files;

/// <summary>The project's files as a plugin may see and change them: below the root, links refused (one could
/// lead out, or to a protected path under another name), the protected paths left alone (security: "filesystem.read", "filesystem.write").</summary>
/// <param name="project">The project.</param>
/// <param name="plugin">The plugin that asks.</param>
internal sealed class ProjectFiles(ProjectLayout project, PluginName plugin)
{
    /// <summary>The largest file read or written, in bytes: with base64 it still fits a protocol line.</summary>
    internal const int MaxFileSize = 8 * 1024 * 1024;

    private const int MaxGlobResults = 100_000;
    private readonly ProtectedPaths _protected = new(plugin);

    /// <summary>The files that match one of the patterns and none of the exclusions, sorted, relative with forward slashes.</summary>
    internal ImmutableArray<string> Glob(
        IReadOnlyList<string> patterns,
        IReadOnlyList<string> exclude,
        CancellationToken cancellationToken
    )
    {
        var wanted = patterns.Select(GlobPattern.Parse).ToImmutableArray();
        var unwanted = exclude.Select(GlobPattern.Parse).ToImmutableArray();
        var found = ImmutableArray.CreateBuilder<string>();
        foreach (
            var file in ProjectWalk.Files(project.Root, directory => !_protected.IsHidden(directory), cancellationToken)
        )
        {
            if (wanted.Any(p => p.Matches(file)) && !unwanted.Any(p => p.Matches(file)) && !_protected.IsHidden(file))
            {
                found.Add(file);
            }

            if (found.Count > MaxGlobResults)
            {
                throw new RpcErrorException(
                    RpcErrorCodes.TooLarge,
                    $"more than {MaxGlobResults} files match: narrow the patterns"
                );
            }
        }

        found.Sort(StringComparer.Ordinal);
        return found.ToImmutable();
    }

    /// <summary>What git says has changed, as far as plugins may see it.</summary>
    internal async Task<ImmutableArray<string>> ChangedAsync(string? since, CancellationToken cancellationToken)
    {
        var changed = await ChangedFiles.FindAsync(project.Root, since, cancellationToken);
        return [.. changed.Where(file => !_protected.IsHidden(file))];
    }

    /// <summary>A file's bytes.</summary>
    internal async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var relative = ProjectPath.Parse(path);
        if (_protected.IsHidden(relative))
        {
            throw Refused(path, "plugins may not read it");
        }

        await using var file = BeneathRoot.OpenRead(project.Root, relative);
        if (file.Length > MaxFileSize)
        {
            throw new RpcErrorException(RpcErrorCodes.TooLarge, $"{path} is larger than {MaxFileSize} bytes");
        }

        using var content = new MemoryStream((int)file.Length);
        var buffer = new byte[81920];
        int read;
        while ((read = await file.ReadAsync(buffer, cancellationToken)) > 0)
        {
            content.Write(buffer, 0, read);
            if (content.Length > MaxFileSize)
            {
                throw new RpcErrorException(RpcErrorCodes.TooLarge, $"{path} is larger than {MaxFileSize} bytes");
            }
        }

        return content.ToArray();
    }

    /// <summary>Creates or replaces a file; its folders are created.</summary>
    internal void Write(string path, byte[] content)
    {
        var relative = CheckWritable(path);
        if (content.Length > MaxFileSize)
        {
            throw new RpcErrorException(RpcErrorCodes.TooLarge, $"{path} is larger than {MaxFileSize} bytes");
        }

        using var parent = BeneathRoot.OpenDirectory(project.Root, ParentOf(relative), create: true);
        var target = parent.PathOf(relative[(relative.LastIndexOf('/') + 1)..]);
        if (Directory.Exists(target))
        {
            throw Refused(path, "it is a folder");
        }

        AtomicFile.Write(target, content);
    }

    /// <summary>Creates a folder and those above it.</summary>
    internal void CreateDirectory(string path) =>
        BeneathRoot.OpenDirectory(project.Root, CheckWritable(path), create: true).Dispose();

    private string CheckWritable(string path)
    {
        var relative = ProjectPath.Parse(path);
        return _protected.IsReadOnly(relative) ? throw Refused(path, "plugins may not change it") : relative;
    }

    private static string ParentOf(string relative)
    {
        var slash = relative.LastIndexOf('/');
        return slash < 0 ? "" : relative[..slash];
    }

    private static RpcErrorException Refused(string path, string why) => new(RpcErrorCodes.Refused, $"{path}: {why}");
}
