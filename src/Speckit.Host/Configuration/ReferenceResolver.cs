using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Host.Configuration.Editing;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Yaml;

namespace Speckit.Host.Configuration;

/// <summary>Puts the values of the environment and of the user's secrets where a configuration refers to them.</summary>
internal static class ReferenceResolver
{
    /// <summary>Resolves every reference. A value that stands alone becomes the number or truth value it reads as where the schema
    /// wants no text; the result is valid.</summary>
    internal static Result<JsonObject> Resolve(ConfigurationParts configuration, SecretSource source, SecretMask mask)
    {
        var uses = JsonPlace
            .Texts(configuration.Effective)
            .SelectMany(t => EnvironmentReferences.NamesIn(t.Text).Select(name => (t.Parts, Name: name)))
            .ToList();
        var unasked = FindUnasked(configuration, uses.Select(u => u.Name));
        if (!unasked.IsEmpty)
        {
            return Result<JsonObject>.Failure(unasked);
        }

        var found = source.Find([.. uses.Select(u => u.Name).Distinct(StringComparer.Ordinal)]);
        if (!found.TryGet(out var values))
        {
            return found.Propagate<JsonObject>();
        }

        var missing = uses.Where(u => !values.ContainsKey(u.Name)).DistinctBy(u => u.Name).ToList();
        if (missing.Count > 0)
        {
            return Result<JsonObject>.Failure([
                .. missing.Select(u => configuration.Words.Unresolved(u.Name, u.Parts)),
            ]);
        }

        foreach (var value in values.Values)
        {
            mask.Add(value);
        }

        return Fit(configuration, values);
    }

    /// <summary>A plugin must not help itself to the environment by naming variables in its own defaults: it needs the capability for that,
    /// or the user's own word for it (security: "environment").</summary>
    private static ImmutableArray<Diagnostic> FindUnasked(ConfigurationParts configuration, IEnumerable<string> names)
    {
        if (configuration.Manifest.Requires.Capabilities.Contains(Capability.Environment))
        {
            return [];
        }

        var own = JsonPlace
            .Texts(configuration.File.ToJson())
            .SelectMany(t => EnvironmentReferences.NamesIn(t.Text))
            .ToHashSet(StringComparer.Ordinal);
        var plugin = configuration.Manifest.Name;
        return
        [
            .. names
                .Where(name => !own.Contains(name))
                .Distinct(StringComparer.Ordinal)
                .Select(name =>
                    HostDiagnostics.ReferenceUnresolved.Error(
                        $"the defaults of {plugin} ask for ${{{name}}}, and it has not the capability 'environment'",
                        $"if it may have it, say so yourself: 'specify plugin config {plugin} set <key> ${{{name}}}'"
                    )
                ),
        ];
    }

    private static Result<JsonObject> Fit(ConfigurationParts configuration, ImmutableDictionary<string, string> values)
    {
        var before = configuration.Effective;
        var resolved = JsonPlace
            .Map(before, text => JsonValue.Create(EnvironmentReferences.Replace(text, name => values[name])))!
            .AsObject();
        var errors = configuration.Schema.ValidateAsIs(resolved);
        foreach (var path in errors.Select(e => e.InstancePath).Distinct(StringComparer.Ordinal).ToList())
        {
            Retype(before, resolved, ConfigurationKey.PartsOf(path));
        }

        errors = errors.IsEmpty ? errors : configuration.Schema.ValidateAsIs(resolved);
        return errors.IsEmpty
            ? resolved
            : Result<JsonObject>.Failure([
                .. errors.Select(e => configuration.Words.OfResolved(e, values.Keys.Order(StringComparer.Ordinal))),
            ]);
    }

    /// <summary>Makes a text that came from one whole reference the number or truth value that YAML would read in it.</summary>
    private static void Retype(JsonObject before, JsonObject resolved, ImmutableArray<string> parts)
    {
        if (
            parts.IsEmpty
            || !JsonPlace.TryFind(before, parts, out var written)
            || SchemaPlaces.TextOf(written) is not { } reference
            || !EnvironmentReferences.IsWhole(reference)
            || !JsonPlace.TryFind(resolved, parts, out var text)
            || !JsonPlace.TryFind(resolved, parts[..^1], out var parent)
            || YamlReader.Read("", SchemaPlaces.TextOf(text) ?? "") is not { Succeeded: true, Value: YamlScalar scalar }
        )
        {
            return;
        }

        if (parent is JsonArray list)
        {
            list[ListIndex.Of(parts[^1])!.Value] = scalar.ToJson();
        }
        else
        {
            parent!.AsObject()[parts[^1]] = scalar.ToJson();
        }
    }
}
