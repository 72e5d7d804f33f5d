using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Installed;

/// <summary>The compact form of <see cref="InstalledPlugin"/> in the derived index.</summary>
internal static class InstalledPluginCodec
{
    private const int MaxItems = 100_000;

    internal static void Write(BinaryWriter writer, InstalledPlugin plugin)
    {
        // First, since planning reads no more than these.
        WriteMany(writer, plugin.Requires, d => Write(writer, d));
        writer.Write(plugin.Name.ToString());
        writer.Write(plugin.Version);
        writer.Write(plugin.Description);
        writer.Write((byte)plugin.Trust);
        writer.Write(plugin.Enabled);
        writer.Write(plugin.Tree);
        writer.Write(plugin.Resolved);
        writer.Write(plugin.Archive);
        WriteOptional(writer, plugin.Signer);
        WriteOptional(writer, plugin.KeyId);
        WriteMany(writer, plugin.Capabilities, writer.Write);
        writer.Write((sbyte)(plugin.Runtime is { } runtime ? (int)runtime : -1));
        Write(writer, plugin.Deprecated);
        WriteMany(writer, plugin.Commands, c => Write(writer, c));
        WriteMany(writer, plugin.Agents, a => Write(writer, a));
        WriteMany(writer, plugin.Hooks, h => Write(writer, h));
        WriteOptional(writer, plugin.Problem);
    }

    internal static InstalledPlugin Read(BinaryReader reader)
    {
        var requires = ReadRequires(reader);
        var name = PluginName.Parse(reader.ReadString());
        var version = reader.ReadString();
        var description = reader.ReadString();
        var trust = (TrustLevel)reader.ReadByte();
        var enabled = reader.ReadBoolean();
        var tree = reader.ReadString();
        var resolved = reader.ReadString();
        var archive = reader.ReadString();
        var signer = ReadOptional(reader);
        var keyId = ReadOptional(reader);
        var capabilities = ReadMany(reader, reader.ReadString);
        var runtime = reader.ReadSByte();
        var deprecated = ReadDeprecation(reader);
        return new InstalledPlugin
        {
            Name = name,
            Version = version,
            Description = description,
            Trust = trust,
            Enabled = enabled,
            Tree = tree,
            Resolved = resolved,
            Archive = archive,
            Signer = signer,
            KeyId = keyId,
            Capabilities = capabilities,
            Requires = requires,
            Runtime = runtime < 0 ? null : (PluginRuntime)runtime,
            Deprecated = deprecated,
            Commands = ReadMany(reader, () => ReadCommand(reader)),
            Agents = ReadMany(reader, () => ReadAgent(reader)),
            Hooks = ReadMany(reader, () => ReadHook(reader)),
            Problem = ReadOptional(reader),
        };
    }

    /// <summary>What a plugin needs: the beginning of what is written of it.</summary>
    internal static ImmutableArray<PluginDependency> ReadRequires(BinaryReader reader) =>
        ReadMany(reader, () => ReadDependency(reader));

    private static void Write(BinaryWriter writer, PluginDependency dependency)
    {
        writer.Write(dependency.Name.ToString());
        writer.Write(dependency.Range.Text);
        writer.Write(dependency.Optional);
    }

    private static PluginDependency ReadDependency(BinaryReader reader) =>
        new(PluginName.Parse(reader.ReadString()), VersionRange.Parse(reader.ReadString()), reader.ReadBoolean());

    private static void Write(BinaryWriter writer, CommandProvision command)
    {
        writer.Write(command.Name);
        writer.Write(command.Description);
        Write(writer, command.Entrypoint);
        Write(writer, command.Arguments);
        Write(writer, command.Options);
        Write(writer, command.Deprecated);
    }

    private static CommandProvision ReadCommand(BinaryReader reader) =>
        new(
            reader.ReadString(),
            reader.ReadString(),
            ReadEntrypoint(reader),
            ReadParameters(reader),
            ReadParameters(reader)
        )
        {
            Deprecated = ReadDeprecation(reader),
        };

    private static void Write(BinaryWriter writer, Deprecation? deprecated)
    {
        writer.Write(deprecated is not null);
        if (deprecated is not null)
        {
            WriteOptional(writer, deprecated.Message);
            WriteOptional(writer, deprecated.Since?.ToString());
            WriteOptional(writer, deprecated.Replacement);
        }
    }

    private static Deprecation? ReadDeprecation(BinaryReader reader) =>
        reader.ReadBoolean()
            ? new Deprecation(
                ReadOptional(reader),
                ReadOptional(reader) is { } since ? SemanticVersion.Parse(since) : null,
                ReadOptional(reader)
            )
            : null;

    private static void Write(BinaryWriter writer, AgentProvision agent)
    {
        writer.Write(agent.Name);
        writer.Write(agent.Description);
        WriteOptional(writer, agent.PersonaFile);
    }

    private static AgentProvision ReadAgent(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadString(), ReadOptional(reader));

    private static void Write(BinaryWriter writer, HookProvision hook)
    {
        writer.Write(hook.Event);
        Write(writer, hook.Entrypoint);
        writer.Write(hook.Timeout?.Ticks ?? -1);
        writer.Write(hook.StopOnFailure);
        WriteOptional(writer, hook.Filter?.ToJsonString());
    }

    private static HookProvision ReadHook(BinaryReader reader)
    {
        var name = reader.ReadString();
        var entrypoint = ReadEntrypoint(reader);
        var ticks = reader.ReadInt64();
        var stops = reader.ReadBoolean();
        var filter = ReadOptional(reader) is { } json ? JsonNode.Parse(json) as JsonObject : null;
        return new HookProvision(name, entrypoint, ticks < 0 ? null : new TimeSpan(ticks), stops, filter);
    }

    private static void Write(BinaryWriter writer, Entrypoint entrypoint)
    {
        writer.Write(entrypoint.Path);
        WriteOptional(writer, entrypoint.Member);
    }

    private static Entrypoint ReadEntrypoint(BinaryReader reader) => new(reader.ReadString(), ReadOptional(reader));

    private static void Write(BinaryWriter writer, ImmutableArray<ParameterDeclaration>? parameters)
    {
        writer.Write(parameters is not null);
        if (parameters is { } declared)
        {
            WriteMany(
                writer,
                declared,
                p =>
                {
                    writer.Write(p.Name);
                    writer.Write(p.Description);
                    writer.Write(p.Required);
                    WriteOptional(writer, p.Default);
                    writer.Write(p.IsFlag);
                    writer.Write((byte)p.Type);
                    Write(writer, p.Deprecated);
                }
            );
        }
    }

    private static ImmutableArray<ParameterDeclaration>? ReadParameters(BinaryReader reader) =>
        reader.ReadBoolean()
            ? ReadMany(
                reader,
                () =>
                    new ParameterDeclaration(
                        reader.ReadString(),
                        reader.ReadString(),
                        reader.ReadBoolean(),
                        ReadOptional(reader),
                        reader.ReadBoolean(),
                        (ParameterType)reader.ReadByte()
                    )
                    {
                        Deprecated = ReadDeprecation(reader),
                    }
            )
            : null;

    private static void WriteOptional(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
        {
            writer.Write(text);
        }
    }

    private static string? ReadOptional(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    private static void WriteMany<T>(BinaryWriter writer, ImmutableArray<T> items, Action<T> write)
    {
        writer.Write7BitEncodedInt(items.Length);
        foreach (var item in items)
        {
            write(item);
        }
    }

    private static ImmutableArray<T> ReadMany<T>(BinaryReader reader, Func<T> read)
    {
        var count = reader.Read7BitEncodedInt();
        if (count is < 0 or > MaxItems)
        {
            throw new InvalidDataException("The index is damaged.");
        }

        if (count == 0)
        {
            return [];
        }

        var items = ImmutableArray.CreateBuilder<T>();
        for (var i = 0; i < count; i++)
        {
            items.Add(read());
        }

        return items.ToImmutable();
    }
}
