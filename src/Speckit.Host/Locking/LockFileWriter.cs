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

    /// <summary>The bytes of a lock file.</summary>
    public static byte[] Serialize(LockFile lockFile)
    {
        // Large enough for most: growing step by step costs more than all the rest.
        var buffer = new ArrayBufferWriter<byte>(1024 * (lockFile.Plugins.Count + 1));
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
            foreach (var (name, plugin) in lockFile.Plugins)
            {
                writer.WritePropertyName(name.ToString());
                Write(writer, plugin);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
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
