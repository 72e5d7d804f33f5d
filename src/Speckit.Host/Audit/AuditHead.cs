using Speckit.Host.Projects;
using Speckit.Packaging.Digests;

namespace Speckit.Host.Audit;

/// <summary>Remembers, outside of the project, how far a project's audit log had come. The chain alone cannot show that its last lines were
/// cut off: what is left is whole.</summary>
/// <remarks>It is written after the log, so it may lag behind by what a crash left out, and never runs ahead. It has a fixed length and is
/// written over in one call: other processes see the old or the new one.</remarks>
/// <param name="user">Under whose home it is kept.</param>
/// <param name="project">Whose log it is about.</param>
public sealed class AuditHead(UserLayout user, ProjectLayout project)
{
    private readonly Lazy<string> _path = new(() =>
    {
        return Path.Combine(user.TrustDirectory, "audit", TextDigest.Of(project.Root)[..32] + ".json");
    });

    /// <summary>What is remembered. Nothing, when there is no memory; an unreadable one says so.</summary>
    internal AuditHeadState Read()
    {
        try
        {
            using var file = new FileStream(
                _path.Value,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete,
                bufferSize: 0
            );
            Span<byte> bytes = stackalloc byte[AuditHeadState.Size + 1];
            var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return AuditHeadState.Parse(bytes[..read]);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return AuditHeadState.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return AuditHeadState.Unreadable;
        }
    }

    /// <summary>Remembers. The caller holds the log.</summary>
    internal void Write(AuditHeadState state)
    {
        try
        {
            using var file = Open();
            file.Write(state.ToJson());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A home that cannot be written to: the log itself is what must be written.
        }
    }

    private FileStream Open()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new FileStream(_path.Value, options);
        }
        catch (DirectoryNotFoundException)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path.Value)!);
            return new FileStream(_path.Value, options);
        }
    }
}
