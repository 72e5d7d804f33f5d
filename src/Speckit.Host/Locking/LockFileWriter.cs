using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Speckit.Manifests.Model;
using Speckit.Packaging.Files;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Locking;

/// <summary>Writes lock files: sorted, two-space JSON, replaced atomically.</summary>
public static class LockFileWriter
{
    internal static readonly string[] PluginKeys =
    [
        "version",
        "dialect",
        "resolved",
        "archive",
        "tree",
        "trust",
        "signer",
        "keyid",
        "capabilities",
        "enabled",
        "dependency",
        "modified",
        "requires",
    ];

    /// <summary>Replaces the lock file on disk; durable when this returns.</summary>
    public static void Write(string path, LockFile lockFile) => AtomicFile.Write(path, Serialize(lockFile));

    /// <summary>The bytes of a lock file. Entries that were read as they are written here are copied.</summary>
    public static byte[] Serialize(LockFile lockFile)
    {
        var entries = lockFile.Plugins.Entries;
        if (entries.IsEmpty)
        {
            return [.. CanonicalLockText.Head, .. "}\n}\n"u8];
        }

        var length = CanonicalLockText.Head.Length + CanonicalLockText.Tail.Length - 1;
        foreach (var entry in entries)
        {
            length += entry.Text.Length + ",\n"u8.Length;
        }

        var bytes = GC.AllocateUninitializedArray<byte>(length);
        var rest = bytes.AsSpan();
        Put(CanonicalLockText.Head, ref rest);
        for (var i = 0; i < entries.Length; i++)
        {
            Put(i == 0 ? "\n"u8 : ",\n"u8, ref rest);
            Put(entries[i].Text.Span, ref rest);
        }

        Put(CanonicalLockText.Tail, ref rest);
        return bytes;
    }

    /// <summary>The text of one entry.</summary>
    internal static ReadOnlyMemory<byte> TextOf(PluginName name, LockedPlugin plugin)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        var options = new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("lockVersion", LockFile.Version);
            writer.WriteStartObject("plugins");
            writer.WritePropertyName(name.ToString());
            Write(writer, plugin);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        // The file of this one plugin, less what is around the entry; the last line's end is not written yet.
        var around = (Head: CanonicalLockText.Head.Length + 1, Tail: CanonicalLockText.Tail.Length - 1);
        return buffer.WrittenMemory[around.Head..^around.Tail];
    }

    private static void Put(ReadOnlySpan<byte> text, ref Span<byte> rest)
    {
        text.CopyTo(rest);
        rest = rest[text.Length..];
    }

    private static void Write(Utf8JsonWriter writer, LockedPlugin plugin)
    {
        writer.WriteStartObject();
        writer.WriteString("version", plugin.Version.ToString());
        writer.WriteString("dialect", plugin.Dialect == ManifestDialect.Speckit ? "speckit" : "ospec");
        writer.WriteString("resolved", plugin.Resolved);
        writer.WriteString("archive", plugin.Archive);
        writer.WriteString("tree", plugin.Tree);
        writer.WriteString("trust", plugin.Trust.ToName());
        writer.WriteString("signer", plugin.Signer);
        writer.WriteString("keyid", plugin.KeyId);
        writer.WriteStartArray("capabilities");
        foreach (var capability in plugin.Capabilities)
        {
            writer.WriteStringValue(capability);
        }

        writer.WriteEndArray();
        writer.WriteBoolean("enabled", plugin.Enabled);
        if (plugin.Dependency)
        {
            writer.WriteBoolean("dependency", true);
        }

        if (plugin.Modified)
        {
            writer.WriteBoolean("modified", true);
        }

        writer.WriteStartObject("requires");
        foreach (var (name, range) in plugin.Requires)
        {
            writer.WriteString(name.ToString(), range);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
