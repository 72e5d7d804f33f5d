using System.Collections.Immutable;
using System.Globalization;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Yaml;
using Speckit.Packaging.Trust;

namespace Speckit.Registry.Client.Configuration;

/// <summary>Makes registries of the YAML of JP design §9.2. Every problem is reported, each with its place.</summary>
internal static class RegistryYaml
{
    private const int DefaultPriority = 100;
    private const int MaxNameLength = 64;
    private static readonly string[] AuthenticationTypes = ["token", "oauth", "none"];

    public static Result<RegistryConfiguration> Bind(YamlNode root, string? projectRoot)
    {
        var problems = new List<Diagnostic>();
        if (root is YamlScalar { Type: YamlScalarType.Null })
        {
            return RegistryConfiguration.Empty;
        }

        var endpoints = new List<RegistryEndpoint>();
        if (
            Fields(root, "the file", ["registries"], problems) is { } file
            && file.Find("registries")?.Value is { } list
        )
        {
            foreach (var item in Items(list, "registries", problems))
            {
                if (Endpoint(item, projectRoot, problems) is { } endpoint)
                {
                    AddUnique(endpoint, item, endpoints, problems);
                }
            }
        }

        return problems.Count == 0
            ? new RegistryConfiguration([.. endpoints.OrderBy(endpoint => endpoint.Priority)])
            : Result<RegistryConfiguration>.Failure([.. problems]);
    }

    private static RegistryEndpoint? Endpoint(YamlNode node, string? projectRoot, List<Diagnostic> problems)
    {
        var before = problems.Count;
        if (
            Fields(node, "a registry", ["name", "url", "priority", "auth", "filter", "scopes"], problems)
            is not { } fields
        )
        {
            return null;
        }

        var name = Text(fields, "name", problems);
        if (name is not null && !IsName(name))
        {
            problems.Add(
                Wrong(
                    $"'{name}' is not a name for a registry.",
                    $"Use at most {MaxNameLength} letters, digits, '.', '_' and '-'.",
                    fields.Find("name")!.Value
                )
            );
        }

        var url = Url(fields, projectRoot, problems);
        var endpoint = new RegistryEndpoint
        {
            Name = name ?? "",
            Url = url ?? new Uri("https://invalid"),
            Priority = Priority(fields, problems),
            Authentication = Authentication(fields, problems),
            Filter = Filter(fields, problems),
            Scopes = Scopes(fields, problems),
        };
        if (name is null || url is null)
        {
            AddMissing(fields, "name", problems);
            AddMissing(fields, "url", problems);
        }

        return problems.Count == before ? endpoint : null;
    }

    /// <summary>Whether a registry may be called that.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static void AddUnique(
        RegistryEndpoint endpoint,
        YamlNode node,
        List<RegistryEndpoint> endpoints,
        List<Diagnostic> problems
    )
    {
        if (endpoints.Exists(other => other.Name == endpoint.Name))
        {
            problems.Add(Wrong($"Two registries are called '{endpoint.Name}'.", "Give each its own name.", node));
        }
        else if (
            endpoints.Find(other => other.Scopes.Intersect(endpoint.Scopes, StringComparer.Ordinal).Any()) is { } other
        )
        {
            problems.Add(
                Wrong(
                    $"'{other.Name}' and '{endpoint.Name}' have a scope in common.",
                    "Pin a scope to one registry.",
                    node
                )
            );
        }
        else
        {
            endpoints.Add(endpoint);
        }
    }

    private static Uri? Url(YamlMapping fields, string? projectRoot, List<Diagnostic> problems)
    {
        if (Text(fields, "url", problems) is not { } text)
        {
            return null;
        }

        var parsed = RegistryEndpoint.ParseUrl(text, projectRoot);
        if (parsed.TryGet(out var url))
        {
            return url;
        }

        problems.AddRange(
            parsed.Diagnostics.Select(problem => problem with { Location = fields.Find("url")!.Value.Location })
        );
        return null;
    }

    private static int Priority(YamlMapping fields, List<Diagnostic> problems)
    {
        if (fields.Find("priority")?.Value is not { } node)
        {
            return DefaultPriority;
        }

        if (
            node is YamlScalar { Type: YamlScalarType.Integer } scalar
            && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority)
        )
        {
            return priority;
        }

        problems.Add(Wrong("priority is not a whole number.", "Write a number; lower is asked first.", node));
        return DefaultPriority;
    }

    private static RegistryAuthentication? Authentication(YamlMapping fields, List<Diagnostic> problems)
    {
        if (
            fields.Find("auth")?.Value is not { } node
            || Fields(node, "auth", ["type", "provider"], problems) is not { } auth
        )
        {
            return null;
        }

        var type = Text(auth, "type", problems);
        if (type is null)
        {
            AddMissing(auth, "type", problems);
        }
        else if (!AuthenticationTypes.Contains(type, StringComparer.Ordinal))
        {
            problems.Add(
                Wrong(
                    $"'{type}' is not a way to sign in.",
                    $"Use {string.Join(", ", AuthenticationTypes)}.",
                    auth.Find("type")!.Value
                )
            );
        }

        return new RegistryAuthentication(type ?? "", Text(auth, "provider", problems));
    }

    private static RegistryFilter Filter(YamlMapping fields, List<Diagnostic> problems)
    {
        if (
            fields.Find("filter")?.Value is not { } node
            || Fields(node, "filter", ["trust_level", "categories"], problems) is not { } filter
        )
        {
            return RegistryFilter.None;
        }

        TrustLevel? least = null;
        if (Text(filter, "trust_level", problems) is { } text)
        {
            if (TrustLevels.TryParse(text, out var level))
            {
                least = level;
            }
            else
            {
                problems.Add(
                    Wrong(
                        $"'{text}' is not a trust level.",
                        $"Use {string.Join(", ", TrustLevels.Names)}.",
                        filter.Find("trust_level")!.Value
                    )
                );
            }
        }

        var categories = filter.Find("categories")?.Value is { } list
            ? Items(list, "categories", problems).Select(item => Text(item, "a category", problems)).OfType<string>()
            : [];
        return new RegistryFilter(least, [.. categories]);
    }

    private static ImmutableArray<string> Scopes(YamlMapping fields, List<Diagnostic> problems)
    {
        var scopes = ImmutableArray.CreateBuilder<string>();
        foreach (var item in fields.Find("scopes")?.Value is { } list ? Items(list, "scopes", problems) : [])
        {
            if (Text(item, "a scope", problems) is not { } text)
            {
                continue;
            }

            if (PluginName.TryParse(text + "/any", out var name) && name.Scope is { } scope)
            {
                scopes.Add(scope);
            }
            else
            {
                problems.Add(Wrong($"'{text}' is not a scope.", "Write it as plugins have it: \"@company\".", item));
            }
        }

        return scopes.DrainToImmutable();
    }

    private static YamlMapping? Fields(YamlNode node, string what, string[] known, List<Diagnostic> problems)
    {
        if (node is not YamlMapping mapping)
        {
            problems.Add(
                Wrong($"{Capital(what)} is not a mapping.", $"It has the keys {string.Join(", ", known)}.", node)
            );
            return null;
        }

        foreach (var entry in mapping.Entries.Where(entry => !known.Contains(entry.Key, StringComparer.Ordinal)))
        {
            problems.Add(
                RegistryClientDiagnostics.ConfigurationInvalid.Error(
                    $"'{entry.Key}' is not a key of {what}.",
                    $"It has the keys {string.Join(", ", known)}.",
                    entry.KeyLocation
                )
            );
        }

        return mapping;
    }

    private static ImmutableArray<YamlNode> Items(YamlNode node, string what, List<Diagnostic> problems)
    {
        if (node is YamlSequence sequence)
        {
            return sequence.Items;
        }

        if (node is not YamlScalar { Type: YamlScalarType.Null })
        {
            problems.Add(Wrong($"{Capital(what)} is not a list.", "Start each item with '- '.", node));
        }

        return [];
    }

    private static string? Text(YamlMapping fields, string key, List<Diagnostic> problems) =>
        fields.Find(key)?.Value is { } node ? Text(node, key, problems) : null;

    private static string? Text(YamlNode node, string what, List<Diagnostic> problems)
    {
        if (node is YamlScalar { Type: YamlScalarType.Text, Text.Length: > 0 } scalar)
        {
            return scalar.Text;
        }

        problems.Add(Wrong($"{Capital(what)} is not a text.", "Write it in quotes.", node));
        return null;
    }

    private static void AddMissing(YamlMapping fields, string key, List<Diagnostic> problems)
    {
        if (fields.Find(key) is null)
        {
            problems.Add(Wrong($"'{key}' is missing.", $"Add {key}.", fields));
        }
    }

    private static Diagnostic Wrong(string message, string hint, YamlNode node) =>
        RegistryClientDiagnostics.ConfigurationInvalid.Error(message, hint, node.Location);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
