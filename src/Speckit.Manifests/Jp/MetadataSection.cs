using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;
using Speckit.Manifests.Versions;

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

    public Deprecation? Deprecated { get; private init; }

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
            Repository = Urls.Find(metadata, "repository"),
            Homepage = Urls.Find(metadata, "homepage"),
            Keywords = [.. metadata.DistinctTexts("keywords").Select(v => v.Text(Limits.Name)).OfType<string>()],
            Deprecated = DeprecationReader.Read(metadata),
        };
        metadata.Done();
        return section;
    }
}
