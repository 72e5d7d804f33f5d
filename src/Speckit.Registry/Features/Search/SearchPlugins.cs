using System.Collections.Immutable;
using System.Globalization;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Trust;
using Speckit.Registry.Http;
using Speckit.Registry.Storage.Plugins;

namespace Speckit.Registry.Features.Search;

/// <summary><c>GET /plugins</c>: finds plugins (JP design §9.4).</summary>
internal static class SearchPlugins
{
    /// <summary>What may be provided, by the names of the manifest's sections.</summary>
    public static readonly ImmutableArray<string> Categories =
    [
        "workflows",
        "commands",
        "agents",
        "stacks",
        "integrations",
        "hooks",
        "squads",
        "outcome_types",
        "stack_selectors",
        "guardrails",
        "metrics",
        "templates",
        "template_patterns",
        "context_providers",
        "automations",
    ];

    private const int DefaultSize = 20;
    private const int MaxSize = 100;
    private const int MaxPage = 10_000;

    /// <summary>Search plugins</summary>
    /// <param name="q">Words that must all be there, each as the start of a word.</param>
    /// <param name="category">The kind of thing that must be provided.</param>
    /// <param name="trust">The least trust.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="size">Plugins a page, 1 to 100.</param>
    public static IResult Handle(
        PluginCatalog catalog,
        HttpResponse response,
        string? q,
        string? category,
        string? trust,
        string? page,
        string? size
    )
    {
        response.Headers.CacheControl = "no-cache";
        return Answers.From(
            Read(q, category, trust, page, size),
            query => Answers.Json(catalog.Search(query), RegistryJsonContext.Default.SearchResponse)
        );
    }

    private static Result<SearchQuery> Read(string? q, string? category, string? trust, string? page, string? size)
    {
        var errors = new List<Diagnostic>();
        var text = string.IsNullOrWhiteSpace(q) ? null : q.Trim();
        if (text?.Length > SearchQuery.MaxText)
        {
            errors.Add(Invalid($"q has {text.Length} characters.", $"Use at most {SearchQuery.MaxText}."));
        }

        if (category is not null && !Categories.Contains(category, StringComparer.Ordinal))
        {
            errors.Add(Invalid($"'{category}' is not a category.", $"Use one of {string.Join(", ", Categories)}."));
        }

        TrustLevel? least = null;
        if (trust is not null)
        {
            if (TrustLevels.TryParse(trust, out var level))
            {
                least = level;
            }
            else
            {
                errors.Add(
                    Invalid($"'{trust}' is not a trust level.", $"Use one of {string.Join(", ", TrustLevels.Names)}.")
                );
            }
        }

        var number = Number("page", page, 1, MaxPage, errors);
        var limit = Number("size", size, DefaultSize, MaxSize, errors);
        return errors.Count == 0
            ? new SearchQuery(text, category, least, (number - 1) * limit, limit)
            : Result<SearchQuery>.Failure([.. errors]);
    }

    private static int Number(string name, string? text, int otherwise, int most, List<Diagnostic> errors)
    {
        if (text is null)
        {
            return otherwise;
        }

        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1
            && number <= most
        )
        {
            return number;
        }

        errors.Add(Invalid($"{name} is '{text}'.", $"Use a whole number from 1 to {most}."));
        return otherwise;
    }

    private static Diagnostic Invalid(string message, string hint) =>
        RegistryDiagnostics.RequestInvalid.Error(message, hint);
}
