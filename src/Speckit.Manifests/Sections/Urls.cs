using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Sections;

/// <summary>Addresses that pages show as links.</summary>
internal static class Urls
{
    public static string? Find(Fields fields, string key)
    {
        if (fields.Find(key) is not { } value || value.Text() is not { } text)
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
