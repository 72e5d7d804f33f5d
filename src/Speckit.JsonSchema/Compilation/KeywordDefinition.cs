namespace Speckit.JsonSchema.Compilation;

/// <summary>What is known about a keyword.</summary>
/// <param name="Vocabularies">It means something where one of these is in use.</param>
/// <param name="Shape">Where its value holds schemas.</param>
/// <param name="Build">Checks its value and adds what evaluates it; a keyword that asserts nothing adds nothing.</param>
internal sealed record KeywordDefinition(Vocabularies Vocabularies, SubschemaShape Shape, Action<KeywordContext> Build);
