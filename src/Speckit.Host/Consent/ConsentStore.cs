using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Speckit.Host.Projects;
using Speckit.Manifests.Model;
using Speckit.Packaging.Files;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Consent;

/// <summary>What the user of this machine consented to, per project root: plugins of a fresh checkout are inert until they are in
/// here (security, first section). Kept in <c>~/.specify/trust/projects/</c>, outside anything a repository can bring along.</summary>
/// <param name="user">The user's state.</param>
public sealed class ConsentStore(UserLayout user)
{
    /// <summary>The consents given for a project, by plugin. Unreadable records count as none given.</summary>
    public ImmutableSortedDictionary<PluginName, Consented> Read(ProjectLayout project)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(FileOf(project)));
            return ReadPlugins(document.RootElement, project);
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
            return ImmutableSortedDictionary<PluginName, Consented>.Empty;
        }
    }

    /// <summary>Records consent to a plugin's tree and capabilities. The caller holds the project's write lock.</summary>
    public void Give(ProjectLayout project, PluginName name, Consented consent) =>
        Write(project, Read(project).SetItem(name, consent));

    /// <summary>Forgets the consent to a plugin. The caller holds the project's write lock.</summary>
    public void Withdraw(ProjectLayout project, PluginName name)
    {
        var consents = Read(project);
        if (consents.ContainsKey(name))
        {
            Write(project, consents.Remove(name));
        }
    }

    private static ImmutableSortedDictionary<PluginName, Consented> ReadPlugins(JsonElement root, ProjectLayout project)
    {
        var consents = ImmutableSortedDictionary.CreateBuilder<PluginName, Consented>();
        if (root.GetProperty("root").GetString() == project.Root)
        {
            foreach (var property in root.GetProperty("plugins").EnumerateObject())
            {
                if (PluginName.TryParse(property.Name, out var name))
                {
                    consents[name] = ReadConsent(property.Value);
                }
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

    private void Write(ProjectLayout project, ImmutableSortedDictionary<PluginName, Consented> consents)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteString("root", project.Root);
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
            writer.WriteEndObject();
        }

        var file = FileOf(project);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        AtomicFile.Write(file, buffer.WrittenSpan.ToArray());
    }

    private string FileOf(ProjectLayout project)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project.Root)));
        return Path.Combine(user.TrustDirectory, "projects", digest[..32] + ".json");
    }
}
