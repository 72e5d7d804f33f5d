using System.Collections.Immutable;
using System.Text;

namespace Speckit.Host.Sandbox.Confinement;

/// <summary>A file or folder that must be the one that the host looked at: a name may lead elsewhere by the time that it is used.</summary>
/// <param name="Path">The path inside the sandbox.</param>
/// <param name="Identity">The device and the number that it must have.</param>
internal readonly record struct PathCheck(string Path, FileIdentity Identity);

/// <summary>What may be done below a path.</summary>
/// <param name="Path">The path inside the sandbox; one that is not there is left out.</param>
/// <param name="Access">The rights, as bits of Landlock.</param>
internal readonly record struct FileRule(string Path, ulong Access);

/// <summary>A limit of the kernel for a process.</summary>
/// <param name="Resource">The number of <c>RLIMIT_…</c>.</param>
/// <param name="Value">The most.</param>
internal readonly record struct ProcessLimit(int Resource, ulong Value);

/// <summary>What the inner step does to itself before it becomes the plugin. The host sends it over the control socket.</summary>
internal sealed record ConfineOrder
{
    /// <summary>The longest order that is read, in bytes.</summary>
    internal const int MaxLength = 1 << 20;

    /// <summary>The paths to compare.</summary>
    internal ImmutableArray<PathCheck> Checks { get; init; } = [];

    /// <summary>Landlock's kinds of file access that are ruled; 0 for no Landlock.</summary>
    internal ulong HandledFiles { get; init; }

    /// <summary>Landlock's kinds of network access that are ruled.</summary>
    internal ulong HandledNetwork { get; init; }

    /// <summary>What Landlock keeps within the sandbox.</summary>
    internal ulong Scoped { get; init; }

    /// <summary>What is allowed of the handled kinds.</summary>
    internal ImmutableArray<FileRule> Files { get; init; } = [];

    /// <summary>The port of 127.0.0.1 to listen on for the host, and to allow connections to; 0 for none.</summary>
    internal ushort ProxyPort { get; init; }

    /// <summary>The limits.</summary>
    internal ImmutableArray<ProcessLimit> Limits { get; init; } = [];

    /// <summary>The filter of system calls, encoded; empty for none.</summary>
    internal byte[] Filter { get; init; } = [];

    /// <summary>The process that must be the parent, where nothing else ends the plugin with the host; 0 inside a process namespace.</summary>
    internal int Parent { get; init; }

    /// <summary>Whether the kernel's capabilities are given up here; inside bubblewrap they are gone already.</summary>
    internal bool DropCapabilities { get; init; }

    /// <summary>The order as it is sent. It begins with the digest of the sources that both sides were built from: a step of another version would take
    /// it for something else.</summary>
    internal byte[] Encode()
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(SourceDigest.OfStep);
        writer.Write(Parent);
        writer.Write(DropCapabilities);
        writer.Write(ProxyPort);
        writer.Write(HandledFiles);
        writer.Write(HandledNetwork);
        writer.Write(Scoped);
        writer.Write(Checks.Length);
        foreach (var check in Checks)
        {
            writer.Write(check.Path);
            writer.Write(check.Identity.Device);
            writer.Write(check.Identity.Inode);
        }

        writer.Write(Files.Length);
        foreach (var rule in Files)
        {
            writer.Write(rule.Path);
            writer.Write(rule.Access);
        }

        writer.Write(Limits.Length);
        foreach (var limit in Limits)
        {
            writer.Write(limit.Resource);
            writer.Write(limit.Value);
        }

        writer.Write(Filter.Length);
        writer.Write(Filter);
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>Reads an order.</summary>
    /// <exception cref="IOException">It is cut off or not an order.</exception>
    internal static ConfineOrder Decode(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        if (reader.ReadString() != SourceDigest.OfStep)
        {
            throw new IOException("the launcher and 'specify' are of different versions: install them together");
        }

        return new ConfineOrder
        {
            Parent = reader.ReadInt32(),
            DropCapabilities = reader.ReadBoolean(),
            ProxyPort = reader.ReadUInt16(),
            HandledFiles = reader.ReadUInt64(),
            HandledNetwork = reader.ReadUInt64(),
            Scoped = reader.ReadUInt64(),
            Checks = ReadMany(
                reader,
                r => new PathCheck(r.ReadString(), new FileIdentity(r.ReadUInt64(), r.ReadUInt64()))
            ),
            Files = ReadMany(reader, r => new FileRule(r.ReadString(), r.ReadUInt64())),
            Limits = ReadMany(reader, r => new ProcessLimit(r.ReadInt32(), r.ReadUInt64())),
            Filter = ReadBytes(reader),
        };
    }

    private static ImmutableArray<T> ReadMany<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var count = ReadCount(reader);
        var items = ImmutableArray.CreateBuilder<T>();
        for (var i = 0; i < count; i++)
        {
            items.Add(read(reader));
        }

        return items.ToImmutable();
    }

    private static byte[] ReadBytes(BinaryReader reader)
    {
        var count = ReadCount(reader);
        var bytes = reader.ReadBytes(count);
        return bytes.Length == count && reader.BaseStream.Position == reader.BaseStream.Length
            ? bytes
            : throw new IOException("not the length of an order");
    }

    private static int ReadCount(BinaryReader reader) =>
        reader.ReadInt32() is var count and >= 0 and <= MaxLength ? count : throw new IOException("not a count");
}
