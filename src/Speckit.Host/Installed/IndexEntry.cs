using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Speckit.Manifests.Model;

namespace Speckit.Host.Installed;

/// <summary>What can be told of a plugin in the index without decoding it.</summary>
[Flags]
internal enum IndexFlags : byte
{
    None = 0,
    Enabled = 1,
    HasHooks = 2,

    /// <summary>It needs other plugins, or limits them.</summary>
    HasRequires = 4,
    IsLink = 8,
}

/// <summary>A plugin in the index, as it is there: it is decoded when it is needed, and copied as bytes when it stays as it is.</summary>
/// <param name="Name">Its name, UTF-8.</param>
/// <param name="Flags">What can be told without the rest.</param>
/// <param name="Content">What <see cref="InstalledPluginCodec"/> wrote.</param>
internal readonly record struct IndexEntry(ReadOnlyMemory<byte> Name, IndexFlags Flags, ReadOnlyMemory<byte> Content)
{
    internal static IndexEntry Of(InstalledPlugin plugin)
    {
        using var stream = new MemoryStream(512);
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            InstalledPluginCodec.Write(writer, plugin);
        }

        return new IndexEntry(
            Encoding.UTF8.GetBytes(plugin.Name.ToString()),
            FlagsOf(plugin),
            stream.GetBuffer().AsMemory(0, (int)stream.Length)
        );
    }

    internal PluginName ReadName() => PluginName.Parse(Encoding.UTF8.GetString(Name.Span));

    internal InstalledPlugin Decode()
    {
        using var reader = ReaderOf(Content);
        return InstalledPluginCodec.Read(reader);
    }

    internal ImmutableArray<PluginDependency> DecodeRequires()
    {
        if (!Flags.HasFlag(IndexFlags.HasRequires))
        {
            return [];
        }

        using var reader = ReaderOf(Content);
        return InstalledPluginCodec.ReadRequires(reader);
    }

    private static IndexFlags FlagsOf(InstalledPlugin plugin) =>
        (plugin.Enabled ? IndexFlags.Enabled : IndexFlags.None)
        | (plugin.Hooks.IsEmpty ? IndexFlags.None : IndexFlags.HasHooks)
        | (plugin.Requires.IsEmpty ? IndexFlags.None : IndexFlags.HasRequires)
        | (plugin.IsLink ? IndexFlags.IsLink : IndexFlags.None);

    private static BinaryReader ReaderOf(ReadOnlyMemory<byte> content)
    {
        _ = MemoryMarshal.TryGetArray(content, out var bytes);
        return new BinaryReader(new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count), Encoding.UTF8);
    }
}
