using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Registry.Commands;

/// <summary>Reads the URLs of the command line.</summary>
internal static class ListenUrls
{
    /// <summary>Reads where to listen.</summary>
    public static Result<ImmutableArray<Uri>> Read(string text)
    {
        var urls = ImmutableArray.CreateBuilder<Uri>();
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (
                !Uri.TryCreate(part, UriKind.Absolute, out var url)
                || url.Scheme is not "http"
                || url.PathAndQuery != "/"
            )
            {
                return RegistryDiagnostics.UsageInvalid.Error(
                    $"Cannot listen on '{part}': expected a URL such as {RegistryOptions.DefaultUrl}.",
                    part.StartsWith("https:", StringComparison.OrdinalIgnoreCase)
                        ? "Put a proxy that speaks TLS before the registry and name its address with --public-url."
                        : "Write http://ADDRESS:PORT."
                );
            }

            urls.Add(url);
        }

        return urls.Count > 0
            ? urls.ToImmutable()
            : RegistryDiagnostics.UsageInvalid.Error("--urls names no URL.", "Write http://ADDRESS:PORT.");
    }

    /// <summary>Reads the URL that others use.</summary>
    public static Result<PublicAddress> ReadPublic(string? text)
    {
        if (text is null)
        {
            return new PublicAddress(null);
        }

        return
            Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            && url.Query.Length == 0
            ? new PublicAddress(url)
            : RegistryDiagnostics.UsageInvalid.Error(
                $"'{text}' is not a URL that others could use.",
                "Write https://HOST, without a query."
            );
    }
}

/// <summary>The URL that others use, where one was given.</summary>
/// <param name="Url">The URL, or null.</param>
internal sealed record PublicAddress(Uri? Url);
