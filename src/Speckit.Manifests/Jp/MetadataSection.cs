using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Jp;

/// <summary><c>metadata</c>.</summary>
internal sealed record MetadataSection
{
    public PluginName? Name { get; private init; }

    public SemanticVersion? Version { get; private init; }

    public string Description { get; private init; } = "";

    public string? Author { get; private init; }

    public string? License { get; private init; }

    public string? Repository { get; private init; }

    public string? Homepage { get; private init; }

    public ImmutableArray<string> Keywords { get; private init; } = [];

    public static MetadataSection Read(Fields root)
    {
        if (root.Require("metadata", "the plugin's name and version")?.Section() is not { } metadata)
        {
            return new MetadataSection();
        }

        var name = metadata.Require("name", "the plugin's name");
        var section = new MetadataSection
        {
            Name = name is null ? null : Names.Plugin(name),
            Version = metadata.Require("version", "a version such as 1.0.0")?.Version(),
            Description = metadata.Text("description") ?? "",
            Author = metadata.Text("author"),
            License = metadata.Text("license"),
            Repository = ReadUrl(metadata, "repository"),
            Homepage = ReadUrl(metadata, "homepage"),
            Keywords = [.. metadata.DistinctTexts("keywords").Select(v => v.Text(Limits.Name)).OfType<string>()],
        };
        metadata.Done();
        return section;
    }

    // Pages show these as links.
    private static string? ReadUrl(Fields metadata, string key)
    {
        if (metadata.Find(key) is not { } value || value.Text() is not { } text)
        {
            return null;
        }

        if (
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        )
        {
            return text;
        }

        value.Problems.Add(
            ManifestDiagnostics.BadUrl.Error(
                $"'{value.Path}' is '{Excerpt.Of(text)}'; expected an http or https URL.",
                "for example: https://github.com/owner/name",
                value.Location
            )
        );
        return null;
    }
}
