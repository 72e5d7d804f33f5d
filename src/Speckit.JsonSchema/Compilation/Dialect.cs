namespace Speckit.JsonSchema.Compilation;

/// <summary>A draft with the vocabularies of it that are in use.</summary>
internal sealed record Dialect(SchemaDraft Draft, Vocabularies Vocabularies)
{
    private const string VocabularyPrefix = "https://json-schema.org/draft/2020-12/vocab/";

    public static Dialect Standard(SchemaDraft draft) => new(draft, Vocabularies.Standard);

    /// <summary>The dialect of one of the drafts' own metaschemas, or null.</summary>
    public static Dialect? Find(string uri) =>
        uri switch
        {
            "http://json-schema.org/draft-07/schema" or "https://json-schema.org/draft-07/schema" => Standard(
                SchemaDraft.Draft07
            ),
            "https://json-schema.org/draft/2020-12/schema" => Standard(SchemaDraft.Draft202012),
            _ => null,
        };

    /// <summary>The vocabulary of that name, or null.</summary>
    public static Vocabularies? FindVocabulary(string uri) =>
        uri.StartsWith(VocabularyPrefix, StringComparison.Ordinal)
            ? uri[VocabularyPrefix.Length..] switch
            {
                "core" => Vocabularies.Core,
                "applicator" => Vocabularies.Applicator,
                "unevaluated" => Vocabularies.Unevaluated,
                "validation" => Vocabularies.Validation,
                "meta-data" => Vocabularies.MetaData,
                "format-annotation" => Vocabularies.FormatAnnotation,
                "format-assertion" => Vocabularies.FormatAssertion,
                "content" => Vocabularies.Content,
                _ => null,
            }
            : null;
}
