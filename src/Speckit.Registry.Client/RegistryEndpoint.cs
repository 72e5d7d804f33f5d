using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Trust;

namespace Speckit.Registry.Client;

/// <summary>A registry to talk to (JP design §9.2).</summary>
public sealed record RegistryEndpoint
{
    /// <summary>Its name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>Its base URL: https, http on this machine, or a folder's <c>file:</c>; no trailing slash, query or user.</summary>
    public required Uri Url { get; init; }

    /// <summary>Whether it is a folder on this machine, which is read without any network.</summary>
    public bool IsFolder => Url.IsFile;

    /// <summary>Lower is asked first.</summary>
    public int Priority { get; init; } = 100;

    /// <summary>The token sent to this origin and to no other; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>Which of its plugins may be used.</summary>
    public RegistryFilter Filter { get; init; } = RegistryFilter.None;

    /// <summary>The scopes, without <c>@</c>, whose plugins come from this registry and from no other.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>How the configuration says that one signs in; null when it does not.</summary>
    public RegistryAuthentication? Authentication { get; init; }

    /// <summary>Reads the URL of a registry: <c>https://…</c>, <c>http://</c> on this machine, or <c>file:</c> with the path of a folder.</summary>
    /// <param name="text">The URL.</param>
    /// <param name="baseDirectory">What the path of a <c>file:</c> URL may be relative to; null refuses relative ones.</param>
    public static Result<Uri> ParseUrl(string text, string? baseDirectory = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (FolderUrl.IsOne(text))
        {
            return FolderUrl.Parse(text, baseDirectory);
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            return RegistryClientDiagnostics.UrlRefused.Error(
                $"'{text}' is not the URL of a registry.",
                "Write https://HOST, file:FOLDER or, on this machine, http://127.0.0.1:PORT."
            );
        }

        if (!IsSafe(url))
        {
            return RegistryClientDiagnostics.UrlRefused.Error(
                $"'{text}' is not encrypted.",
                "Use https. Plain http is for registries on this machine."
            );
        }

        return url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0
            ? RegistryClientDiagnostics.UrlRefused.Error(
                $"'{url.GetLeftPart(UriPartial.Path)}' has a user, a query or a fragment.",
                "Write the URL alone; keep the token in ~/.specify/credentials.yaml."
            )
            : new Uri(url.AbsoluteUri.TrimEnd('/'));
    }

    /// <summary>Whether a URL is encrypted or on this machine.</summary>
    internal static bool IsSafe(Uri url) =>
        url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback);

    /// <summary>Whether a registry may be there: what is safe, or a folder of this machine.</summary>
    internal static bool IsUsable(Uri url) => url.IsFile || IsSafe(url);

    /// <summary>Whether two URLs have the same scheme, host and port.</summary>
    internal static bool IsSameOrigin(Uri left, Uri right) =>
        Uri.Compare(
            left,
            right,
            UriComponents.SchemeAndServer,
            UriFormat.UriEscaped,
            StringComparison.OrdinalIgnoreCase
        ) == 0;

    /// <summary>The URL of something below the base.</summary>
    internal Uri At(string path) => new(Url.AbsoluteUri.TrimEnd('/') + "/" + path);

    /// <summary>Never the token.</summary>
    public override string ToString() => $"{Name} ({Url})";
}

/// <summary>Which plugins of a registry may be used.</summary>
/// <param name="MinimumTrust">The least trust of a version; null for any.</param>
/// <param name="Categories">What a plugin must provide at least one of; empty for anything.</param>
public sealed record RegistryFilter(TrustLevel? MinimumTrust, ImmutableArray<string> Categories)
{
    /// <summary>All of them.</summary>
    public static RegistryFilter None { get; } = new(null, []);

    /// <summary>Whether a version may be used.</summary>
    public bool Admits(IndexEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return (MinimumTrust is null || entry.Trust >= MinimumTrust)
            && (
                Categories.IsEmpty
                || Categories.Any(category => entry.Provides.TryGetValue(category, out var names) && !names.IsEmpty)
            );
    }
}

/// <summary>How one signs in to a registry.</summary>
/// <param name="Type"><c>token</c>, <c>oauth</c> or <c>none</c>.</param>
/// <param name="Provider">Who signs in, for oauth.</param>
public sealed record RegistryAuthentication(string Type, string? Provider);
