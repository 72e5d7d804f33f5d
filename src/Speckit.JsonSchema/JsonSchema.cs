using System.Text.Json;
using Speckit.JsonSchema.Compilation;
using Speckit.JsonSchema.Evaluation;
using Speckit.JsonSchema.Values;

namespace Speckit.JsonSchema;

/// <summary>A compiled JSON Schema of draft-07 or 2020-12. It may be used by many threads at once.</summary>
public sealed class JsonSchema
{
    private const int SchemasForEachLevel = 8;

    /// <summary>Reading recurses, so no caller can ask for more than a thread's stack holds.</summary>
    private const int DeepestLimit = 1_000;

    private readonly CompiledSchema _compiled;
    private readonly int _maximumDepth;

    private JsonSchema(CompiledSchema compiled, int maximumDepth) =>
        (_compiled, _maximumDepth) = (compiled, maximumDepth);

    /// <summary>Compiles a schema. A bad schema is told in the errors, never by an exception.</summary>
    /// <param name="schema">The schema; it is copied, so its document may be disposed of.</param>
    /// <param name="options">How to compile it; by default 2020-12 with formats asserted.</param>
    public static SchemaCompilation Compile(JsonElement schema, SchemaOptions? options = null)
    {
        options ??= new SchemaOptions();
        options = options with { MaximumDepth = Math.Clamp(options.MaximumDepth, 1, DeepestLimit) };
        var compiled = SchemaCompiler.Compile(schema, options, out var errors);
        return compiled is null || errors.Length > 0
            ? new SchemaCompilation { Errors = errors }
            : new SchemaCompilation { Schema = new JsonSchema(compiled, options.MaximumDepth) };
    }

    /// <summary>Tells whether the instance is valid, and what is wrong with it.</summary>
    public ValidationResult Validate(JsonElement instance)
    {
        if (JsonValueReader.Read(instance, _maximumDepth, out var problem) is not { } value)
        {
            return new ValidationResult { Errors = [new ValidationError(problem.Pointer, "", "", problem.Message)] };
        }

        var run = new EvaluationRun(_maximumDepth * SchemasForEachLevel, _compiled.TracksEvaluated);
        var failures = new List<Failure>();
        var scope = _compiled.UsesDynamicScope ? DynamicScope.Start() : null;
        _compiled.Root.Evaluate(run, value, SchemaPath.Root, scope, null, failures);
        return new ValidationResult
        {
            Errors = run.Stopped is { } stopped ? [FailureReport.Error(stopped)] : FailureReport.Errors(failures),
        };
    }
}
