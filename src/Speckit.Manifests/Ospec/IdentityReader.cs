using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;
using Speckit.Manifests.Versions;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Ospec;

/// <summary>Who the plugin is. On an author's machine a missing name or version is filled in (decisions, 2).</summary>
internal sealed class IdentityReader(Fields root, bool isPublished, string? folder)
{
    private static readonly SemanticVersion Unversioned = SemanticVersion.Parse("0.0.0");

    public Identity Read()
    {
        var (author, email, url) = ReadAuthor();
        return new Identity
        {
            Name = ReadName(),
            Version = ReadVersion(),
            Description = root.Text("description") ?? "",
            Author = author,
            AuthorEmail = email,
            AuthorUrl = url,
            License = root.Text("license"),
            Repository = Urls.Find(root, "repository"),
            Homepage = Urls.Find(root, "homepage"),
            Keywords = [.. root.DistinctTexts("keywords").Select(v => v.Text(Limits.Name)).OfType<string>()],
            Deprecated = DeprecationReader.Read(root),
        };
    }

    private PluginName? ReadName()
    {
        if (root.Find("name") is { } value)
        {
            return Names.Plugin(value);
        }

        // The role is read, and judged, with the agent's other keys.
        var filled = root.Peek("role") ?? folder?.Trim().ToLowerInvariant().Replace(' ', '-');
        var name = PluginName.TryParse(filled, out var parsed) ? parsed : null;
        Report("name", name?.ToString());
        return name;
    }

    private SemanticVersion? ReadVersion()
    {
        if (root.Find("version") is { } value)
        {
            return value.Version();
        }

        Report("version", Unversioned.ToString());
        return Unversioned;
    }

    private void Report(string key, string? filled)
    {
        var hint = $"add '{key}:'; nothing is published without it";
        root.Problems.Add(
            isPublished || filled is null
                ? ManifestDiagnostics.IncompleteIdentity.Error($"'{key}' is missing.", hint, root.Location)
                : ManifestDiagnostics.IncompleteIdentity.Warning(
                    $"'{key}' is missing; '{Excerpt.Of(filled)}' is taken.",
                    hint,
                    root.Location
                )
        );
    }

    private (string? Name, string? Email, string? Url) ReadAuthor()
    {
        if (root.Find("author") is not { } value)
        {
            return (null, null, null);
        }

        if (!value.IsMapping)
        {
            return (value.Text(), null, null);
        }

        var author = value.Section()!;
        var result = (author.RequiredText("name", "who wrote it"), author.Text("email"), Urls.Find(author, "url"));
        author.Done();
        return result;
    }
}

/// <summary>Who the plugin is.</summary>
internal sealed record Identity
{
    public PluginName? Name { get; init; }

    public SemanticVersion? Version { get; init; }

    public string Description { get; init; } = "";

    public string? Author { get; init; }

    public string? AuthorEmail { get; init; }

    public string? AuthorUrl { get; init; }

    public string? License { get; init; }

    public string? Repository { get; init; }

    public string? Homepage { get; init; }

    public ImmutableArray<string> Keywords { get; init; } = [];

    public Deprecation? Deprecated { get; init; }
}
