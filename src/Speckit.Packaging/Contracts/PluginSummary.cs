using System.Collections.Immutable;
using Speckit.Packaging.Trust;

namespace Speckit.Packaging.Contracts;

/// <summary>A plugin in a list: its newest version that is not yanked.</summary>
public sealed record PluginSummary
{
    /// <summary>The full name.</summary>
    public required string Name { get; init; }

    /// <summary>The newest version.</summary>
    public required string Version { get; init; }

    /// <summary>What it does.</summary>
    public required string Description { get; init; }

    /// <summary>Who wrote it.</summary>
    public string? Author { get; init; }

    /// <summary>How far the registry trusts that version.</summary>
    public required TrustLevel Trust { get; init; }

    /// <summary>How often it was downloaded, all versions together.</summary>
    public required long Downloads { get; init; }

    /// <summary>The mean rating, 1 to 5; null when nobody rated it.</summary>
    public double? Rating { get; init; }

    /// <summary>How many rated it.</summary>
    public required int RatingCount { get; init; }

    /// <summary>Words to find it by.</summary>
    public required ImmutableArray<string> Keywords { get; init; }

    /// <summary>The kinds of things it provides: commands, agents, workflows, …</summary>
    public required ImmutableArray<string> Categories { get; init; }

    /// <summary>When its newest version was published.</summary>
    public required DateTimeOffset Updated { get; init; }
}

/// <summary>A page of plugins: the answer to <c>GET /plugins</c>.</summary>
public sealed record SearchResponse
{
    /// <summary>How many match altogether.</summary>
    public required int Total { get; init; }

    /// <summary>How many were left out before the first of <see cref="Plugins"/>.</summary>
    public required int Offset { get; init; }

    /// <summary>The most plugins a page has.</summary>
    public required int Limit { get; init; }

    /// <summary>The page.</summary>
    public required ImmutableArray<PluginSummary> Plugins { get; init; }
}

/// <summary>The answer to <c>GET /categories</c>.</summary>
/// <param name="Categories">All kinds, with how many plugins provide something of them.</param>
public sealed record CategoriesResponse(ImmutableArray<CategoryCount> Categories);

/// <summary>A kind of provision and how many plugins have it.</summary>
/// <param name="Name">commands, agents, workflows, …</param>
/// <param name="Plugins">How many plugins.</param>
public sealed record CategoryCount(string Name, int Plugins);
