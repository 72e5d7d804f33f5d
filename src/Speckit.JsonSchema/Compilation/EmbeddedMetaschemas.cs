using System.Text.Json;

namespace Speckit.JsonSchema.Compilation;

/// <summary>The metaschemas of both drafts, as published.</summary>
internal static class EmbeddedMetaschemas
{
    private const string Prefix202012 = "https://json-schema.org/draft/2020-12/";

    /// <summary>The metaschema with that URI, or null.</summary>
    public static JsonElement? Find(string uri)
    {
        var file =
            uri is "http://json-schema.org/draft-07/schema" or "https://json-schema.org/draft-07/schema"
                ? "draft-07/schema.json"
            : uri.StartsWith(Prefix202012, StringComparison.Ordinal) ? $"2020-12/{uri[Prefix202012.Length..]}.json"
            : null;
        using var stream = file is null ? null : typeof(EmbeddedMetaschemas).Assembly.GetManifestResourceStream(file);
        if (stream is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
