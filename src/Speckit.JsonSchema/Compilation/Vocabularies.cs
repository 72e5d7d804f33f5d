namespace Speckit.JsonSchema.Compilation;

/// <summary>The vocabularies of 2020-12. Draft-07 has the same groups of keywords, all of them always.</summary>
[Flags]
internal enum Vocabularies
{
    None = 0,
    Core = 1,
    Applicator = 2,
    Unevaluated = 4,
    Validation = 8,
    MetaData = 16,
    FormatAnnotation = 32,
    FormatAssertion = 64,
    Content = 128,

    Format = FormatAnnotation | FormatAssertion,
    Standard = Core | Applicator | Unevaluated | Validation | MetaData | FormatAnnotation | Content,
}
