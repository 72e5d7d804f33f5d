using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Host.Configuration.Editing;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;

namespace Speckit.Host.Configuration;

/// <summary>Changes single keys of a user's configuration. What comes out was read and compared with what was meant.</summary>
internal static class ConfigurationEditor
{
    /// <summary>The file with another value for a key.</summary>
    internal static Result<ConfigurationFile> Set(
        ConfigurationParts configuration,
        ConfigurationKey key,
        JsonNode? value
    )
    {
        var target = Target(configuration, key, value);
        if (!target.TryGet(out var change))
        {
            return target.Propagate<ConfigurationFile>();
        }

        var meant = configuration.File.ToJson();
        var put = Put(meant, change.Parts, change.Value, key);
        return put.Succeeded
            ? Write(configuration.File, meant, edit => edit.Set(change.Parts.AsSpan(), change.Value))
            : put.Propagate<ConfigurationFile>();
    }

    /// <summary>The file without a key, and without the maps that held nothing else.</summary>
    internal static Result<ConfigurationFile> Remove(ConfigurationFile file, ConfigurationKey key)
    {
        var meant = file.ToJson();
        for (var parts = key.Parts; parts.Length > 0; parts = parts[..^1])
        {
            JsonPlace.TryFind(meant, parts[..^1], out var parent);
            if (parent is not JsonObject map)
            {
                return HostDiagnostics.ConfigurationKeyInvalid.Error(
                    $"'{key}' is an item of a list, and a list has no defaults for single items",
                    $"reset the whole list: '{ConfigurationKey.Of(parts[..^1])}'"
                );
            }

            map.Remove(parts[^1]);
            if (map.Count > 0 || (parts.Length > 1 && IsItem(meant, parts[..^1])))
            {
                break;
            }
        }

        return Write(file, meant, edit => edit.Remove(key.Parts.AsSpan()));
    }

    private static bool IsItem(JsonObject root, ImmutableArray<string> parts) =>
        JsonPlace.TryFind(root, parts[..^1], out var parent) && parent is JsonArray;

    /// <summary>What is to be written where. A list of the user replaces the default one: changing an item takes the whole list over.</summary>
    private static Result<KeyChange> Target(ConfigurationParts configuration, ConfigurationKey key, JsonNode? value)
    {
        var user = configuration.File.ToJson();
        for (var depth = 1; depth < key.Parts.Length; depth++)
        {
            var prefix = key.Parts[..depth];
            var exists = JsonPlace.TryFind(configuration.Effective, prefix, out var present);
            if (present is JsonValue)
            {
                return Bad(key, $"'{ConfigurationKey.Of(prefix)}' is a single value and has no keys");
            }

            if (present is JsonArray list && !JsonPlace.TryFind(user, prefix, out _))
            {
                var copy = list.DeepClone();
                var put = Put(copy, key.Parts[depth..], value, key);
                return put.Succeeded ? new KeyChange(prefix, copy) : put.Propagate<KeyChange>();
            }

            if (!exists && key.Parts[depth] == "0" && IsList(configuration.Schema, prefix))
            {
                var first = new JsonArray();
                var put = Put(first, key.Parts[depth..], value, key);
                return put.Succeeded ? new KeyChange(prefix, first) : put.Propagate<KeyChange>();
            }
        }

        return new KeyChange(key.Parts, value);
    }

    private static bool IsList(ConfigurationSchema schema, ImmutableArray<string> parts)
    {
        var types = SchemaPlaces.TypesOf(schema.Places.OfValue(parts));
        return types.Contains("array") && !types.Contains("object");
    }

    private static Result<Unit> Put(JsonNode root, ImmutableArray<string> parts, JsonNode? value, ConfigurationKey key)
    {
        var at = root;
        for (var i = 0; ; i++)
        {
            var isLast = i == parts.Length - 1;
            if (at is JsonArray list)
            {
                if (ListIndex.Of(parts[i]) is not { } index || index > list.Count)
                {
                    return Bad(key, $"'{parts[i]}' is no item of a list of {list.Count}; the next one is {list.Count}");
                }

                if (index == list.Count)
                {
                    list.Add(null);
                }

                list[index] = isLast ? value?.DeepClone() : list[index]?.DeepClone() ?? new JsonObject();
                at = list[index];
            }
            else if (at is JsonObject map)
            {
                map[parts[i]] = isLast ? value?.DeepClone() : map[parts[i]]?.DeepClone() ?? new JsonObject();
                at = map[parts[i]];
            }
            else
            {
                return Bad(key, $"'{ConfigurationKey.Of(parts[..i])}' is a single value and has no keys");
            }

            if (isLast)
            {
                return new Unit();
            }
        }
    }

    private static Result<ConfigurationFile> Write(
        ConfigurationFile file,
        JsonObject meant,
        Func<YamlEdit, string?> change
    )
    {
        var source = SourceText.FromString(file.Name, file.Text);
        if (!source.TryGet(out var text))
        {
            return source.Propagate<ConfigurationFile>();
        }

        var mark = file.Text[..^text.Text.Length];
        var changed = change(new YamlEdit(text.Text, SpanReader.Read(text)));
        return
            changed is not null
            && ConfigurationFile.Parse(file.Name, mark + changed).TryGet(out var written)
            && JsonElement.DeepEquals(JsonPlace.ToElement(written.ToJson()), JsonPlace.ToElement(meant))
            ? written
            : HostDiagnostics.ConfigurationNotEditable.Error(
                $"{file.Name} is written in a form that is not edited key by key",
                "change it by hand: 'specify plugin config <name> edit' opens it and checks what you wrote"
            );
    }

    private static Diagnostic Bad(ConfigurationKey key, string why) =>
        HostDiagnostics.ConfigurationKeyInvalid.Error(
            $"'{key}' cannot be set: {why}",
            "'specify plugin config <name>' shows the keys there are"
        );

    private sealed record KeyChange(ImmutableArray<string> Parts, JsonNode? Value);
}
