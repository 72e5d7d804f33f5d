using Speckit.JsonSchema.Evaluation;

namespace Speckit.JsonSchema.Compilation;

/// <summary>A schema with all that it refers to.</summary>
/// <param name="Root">Where evaluation starts.</param>
/// <param name="TracksEvaluated">Whether some <c>unevaluated…</c> keyword asks what was looked at.</param>
/// <param name="UsesDynamicScope">Whether some <c>$dynamicRef</c> depends on the way that evaluation took.</param>
internal sealed record CompiledSchema(SchemaNode Root, bool TracksEvaluated, bool UsesDynamicScope);
