using System.Collections.Immutable;
using Speckit.Host.Policy.Model;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Yaml;

namespace Speckit.Host.Policy.Reading;

/// <summary>Rules that are lists. An entry that can never match is an error: somebody relies on it.</summary>
internal static class PolicyLists
{
    /// <summary>Hexadecimal digits of a key id.</summary>
    public const int KeyIdLength = 64;

    public static PolicyList? Plugins(Fields fields, string key) =>
        Read(
            fields,
            key,
            text => IsPluginPattern(text) || PluginName.TryParse(text, out _) ? text : null,
            "a plugin's name, or a pattern such as @scope/* or experimental-*, in lower case"
        );

    public static PolicyList? Signers(Fields fields, string key) =>
        Read(
            fields,
            key,
            text => text.AsSpan().ContainsAny("?\\<>\"") ? null : text,
            "a signer's name or address without '?', '\\', '<', '>' and quotes, or a key id"
        );

    public static PolicyList? KeyIds(Fields fields, string key) =>
        Read(fields, key, text => IsKeyId(text) ? text : null, "a key id of 64 hexadecimal digits in lower case");

    public static PolicyList? Sources(Fields fields, string key) =>
        Read(
            fields,
            key,
            text =>
                text.Contains('*', StringComparison.Ordinal)
                    ? SourceMatch.CanonicalPattern(text)
                    : SourceMatch.Canonical(text),
            "an address such as https://plugins.example.com, file:, path: or link: with a path, or *"
        );

    public static PolicyList? Capabilities(Fields fields, string key)
    {
        if (fields.Find(key) is not { } list)
        {
            return null;
        }

        var known = Capability.All.Select(c => c.Id).ToArray();
        var entries = ImmutableArray.CreateBuilder<PolicyEntry>();
        foreach (var item in list.List())
        {
            if (item.Text() is not { } text)
            {
                continue;
            }

            var entry = new PolicyEntry(text, item.Location);
            if (known.Any(id => NameMatch.Whole(entry, id)))
            {
                entries.Add(entry);
                continue;
            }

            item.Problems.Add(
                ManifestDiagnostics.UnknownCapability.Error(
                    $"'{item.Path}' is '{Excerpt.Of(text)}', which means no capability; expected {Words.Or(known)}, or a pattern such as filesystem.*.",
                    Suggestion.DidYouMean(text, known),
                    item.Location
                )
            );
        }

        return new PolicyList(list.Path, entries.ToImmutable(), list.KeyLocation);
    }

    public static bool IsKeyId(string text) =>
        text.Length == KeyIdLength && text.All(c => char.IsAsciiHexDigitLower(c));

    private static PolicyList? Read(Fields fields, string key, Func<string, string?> canonical, string expected)
    {
        if (fields.Find(key) is not { } list)
        {
            return null;
        }

        var entries = ImmutableArray.CreateBuilder<PolicyEntry>();
        foreach (var item in list.List())
        {
            if (item.Text() is not { } text)
            {
                continue;
            }

            if (canonical(text) is { } entry)
            {
                entries.Add(new PolicyEntry(entry, item.Location));
                continue;
            }

            item.Problems.Add(
                PolicyDiagnostics.BadEntry.Error(
                    $"'{item.Path}' is '{Excerpt.Of(text)}'; expected {expected}.",
                    "an entry that matches nothing would protect nobody",
                    item.Location
                )
            );
        }

        return new PolicyList(list.Path, entries.ToImmutable(), list.KeyLocation);
    }

    /// <summary>A name with stars in it: what is left when they become letters is a name.</summary>
    private static bool IsPluginPattern(string text) =>
        text.Contains('*', StringComparison.Ordinal) && PluginName.TryParse(text.Replace('*', 'a'), out _);
}
