using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Speckit.Manifests.Model;
using Speckit.Packaging.Files;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Consent;

/// <summary>A file of one project's consents: those given, or those announced.</summary>
internal static class ConsentFile
{
    internal static readonly ImmutableSortedDictionary<PluginName, Consented> None = ImmutableSortedDictionary<
        PluginName,
        Consented
    >.Empty;

    /// <summary>The consents in a file. Unreadable ones, and those of another project, count as none.</summary>
    internal static ImmutableSortedDictionary<PluginName, Consented> Read(string path, string root)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.GetProperty("root").GetString() == root
                ? ReadPlugins(document.RootElement.GetProperty("plugins"))
                : None;
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or JsonException
                        or InvalidOperationException
                        or KeyNotFoundException
            )
        {
            return None;
        }
    }

    /// <summary>Replaces a file.</summary>
    internal static void Write(string path, string root, ImmutableSortedDictionary<PluginName, Consented> consents)
    {
        var buffer = new ArrayBufferWriter<byte>(512 * (consents.Count + 1));
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("root", root);
            WritePlugins(writer, consents);
            writer.WriteEndObject();
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, buffer.WrittenSpan);
    }

    private static ImmutableSortedDictionary<PluginName, Consented> ReadPlugins(JsonElement plugins)
    {
        var consents = ImmutableSortedDictionary.CreateBuilder<PluginName, Consented>();
        foreach (var property in plugins.EnumerateObject())
        {
            if (PluginName.TryParse(property.Name, out var name))
            {
                consents[name] = ReadConsent(property.Value);
            }
        }

        return consents.ToImmutable();
    }

    private static Consented ReadConsent(JsonElement element) =>
        new(
            element.GetProperty("tree").GetString() ?? "",
            [.. element.GetProperty("capabilities").EnumerateArray().Select(c => c.GetString() ?? "")]
        )
        {
            Trust =
                element.TryGetProperty("trust", out var trust) && TrustLevels.TryParse(trust.GetString(), out var level)
                    ? level
                    : TrustLevel.Unsigned,
            Signer = element.TryGetProperty("signer", out var signer) ? signer.GetString() : null,
            KeyId = element.TryGetProperty("keyid", out var key) ? key.GetString() : null,
        };

    private static void WritePlugins(Utf8JsonWriter writer, ImmutableSortedDictionary<PluginName, Consented> consents)
    {
        writer.WriteStartObject("plugins");
        foreach (var (name, consent) in consents)
        {
            writer.WriteStartObject(name.ToString());
            writer.WriteString("tree", consent.Tree);
            writer.WriteString("trust", consent.Trust.ToName());
            writer.WriteString("signer", consent.Signer);
            writer.WriteString("keyid", consent.KeyId);
            writer.WriteStartArray("capabilities");
            foreach (var capability in consent.Capabilities)
            {
                writer.WriteStringValue(capability);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
