using Speckit.Manifests.Model;

namespace Speckit.Registry.Http;

/// <summary>The absolute URLs that the registry gives out.</summary>
internal sealed class PublicUrls(RegistryOptions options)
{
    /// <summary>Whether the operator fixed the base. Otherwise it is what the request says, and nothing built from it may be cached.</summary>
    public bool IsFixed => options.PublicUrl is not null;

    /// <summary>The base without a trailing slash.</summary>
    public string Base(HttpRequest request) =>
        options.PublicUrl?.AbsoluteUri.TrimEnd('/') ?? $"{request.Scheme}://{request.Host.ToUriComponent()}";

    /// <summary>The template of archives in the index's <c>config.json</c>.</summary>
    public string ArchiveTemplate(HttpRequest request) => Base(request) + "/archives/{name}/{version}/{sha256}.tar.gz";

    /// <summary>The URL of a version.</summary>
    public string Version(HttpRequest request, PluginName name, string version) =>
        $"{Base(request)}/plugins/{Escape(name)}/versions/{Uri.EscapeDataString(version)}";

    private static string Escape(PluginName name) => name.Scope is null ? name.Name : $"@{name.Scope}/{name.Name}";
}
