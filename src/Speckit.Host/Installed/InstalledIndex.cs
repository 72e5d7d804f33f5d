using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Speckit.Host.Locking;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Files;

namespace Speckit.Host.Installed;

/// <summary>The installed plugins of a project, from one compact file derived from the lock file and the manifests: a warm start parses
/// neither JSON nor YAML. The file is rebuilt when the lock file is another one, and may be deleted at any time.</summary>
public static class InstalledIndex
{
    private const uint Magic = 0x49_4B_50_53; // "SPKI"
    private const int FormatVersion = 5;

    /// <summary>Loads the installed plugins, in the order of their names.</summary>
    /// <param name="layout">The project.</param>
    public static Result<ImmutableArray<InstalledPlugin>> Load(ProjectLayout layout)
    {
        var stamp = StampOf(layout);
        if (stamp is null)
        {
            return Result<ImmutableArray<InstalledPlugin>>.Success([]);
        }

        var (known, knownStamp) = ReadFile(layout.IndexFile);
        return knownStamp == stamp && !known.Any(p => p.IsLink)
            ? Result<ImmutableArray<InstalledPlugin>>.Success(known)
            : Rebuild(layout, known);
    }

    /// <summary>Derives the index anew, keeping what is known of plugins whose tree is the same, and stores it.</summary>
    private static Result<ImmutableArray<InstalledPlugin>> Rebuild(
        ProjectLayout layout,
        ImmutableArray<InstalledPlugin> known
    )
    {
        // The stamp is taken before the lock file is read: if it changes in between, the next load rebuilds.
        var stamp = StampOf(layout);
        var read = LockFileReader.Read(layout.LockFile);
        if (!read.TryGet(out var lockFile))
        {
            return read.Propagate<ImmutableArray<InstalledPlugin>>();
        }

        var byName = known.ToDictionary(p => p.Name);
        var plugins = lockFile
            .Plugins.Select(entry =>
                byName.TryGetValue(entry.Key, out var old) && IsStillRight(old, entry.Value)
                    ? Refresh(old, entry.Value)
                    : InstalledPluginReader.Read(layout, entry.Key, entry.Value)
            )
            .ToImmutableArray();
        if (stamp is not null && plugins.All(p => p.Problem is null))
        {
            TryWriteFile(layout.IndexFile, stamp, plugins);
        }

        return Result<ImmutableArray<InstalledPlugin>>.Success(plugins);
    }

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

    private static string? StampOf(ProjectLayout layout)
    {
        var file = new FileInfo(layout.LockFile);
        return file.Exists
            ? string.Create(CultureInfo.InvariantCulture, $"{file.LastWriteTimeUtc.Ticks}:{file.Length}")
            : null;
    }

    private static (ImmutableArray<InstalledPlugin> Plugins, string? Stamp) ReadFile(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var length = bytes.Length - sizeof(ulong);
            if (
                length < 0
                || Checksum(bytes.AsSpan(0, length)) != BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(length))
            )
            {
                return ([], null);
            }

            using var reader = new BinaryReader(new MemoryStream(bytes, 0, length), Encoding.UTF8);
            if (reader.ReadUInt32() != Magic || reader.ReadInt32() != FormatVersion)
            {
                return ([], null);
            }

            var stamp = reader.ReadString();
            var count = reader.ReadInt32();
            var plugins = ImmutableArray.CreateBuilder<InstalledPlugin>();
            for (var i = 0; i < count; i++)
            {
                plugins.Add(InstalledPluginCodec.Read(reader));
            }

            return (plugins.ToImmutable(), stamp);
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or FormatException
                        or InvalidDataException
                        or System.Text.Json.JsonException
            )
        {
            // Derived data: absent or damaged means no more than deriving it again.
            return ([], null);
        }
    }

    private static void TryWriteFile(string path, string stamp, ImmutableArray<InstalledPlugin> plugins)
    {
        using var stream = new MemoryStream(512 * (plugins.Length + 1));
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(FormatVersion);
            writer.Write(stamp);
            writer.Write(plugins.Length);
            foreach (var plugin in plugins)
            {
                InstalledPluginCodec.Write(writer, plugin);
            }
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Span<byte> checksum = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(
                checksum,
                Checksum(stream.GetBuffer().AsSpan(0, (int)stream.Length))
            );
            stream.Write(checksum);
            // Whoever else is writing it derives the same, and may fail to.
            AtomicFile.DeleteStaged(path);
            AtomicFile.Write(path, stream.GetBuffer().AsSpan(0, (int)stream.Length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A read-only project works without its cache, only slower.
        }
    }

    /// <summary>FNV-1a, 64 bits: finds damage. A cryptographic digest would load a library at every start and protect nothing, since
    /// whoever can write the index can write its digest.</summary>
    private static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in bytes)
        {
            hash = unchecked((hash ^ b) * 1099511628211UL);
        }

        return hash;
    }
}
