using System.Text.Json.Nodes;
using Speckit.Protocol.Messages;

namespace Speckit.Sdk;

/// <summary>A kind of outcome of OSpec documents (OSpec's <c>OutcomeTypePlugin</c>).</summary>
public abstract class OutcomeType : PluginComponent
{
    /// <summary>The type, such as <c>microservice</c>; as <c>outcome_type</c> in documents.</summary>
    public abstract string Type { get; }

    /// <summary>What is wrong with a document, beside what OSpec itself says; nothing unless overridden.</summary>
    public virtual Task<IReadOnlyList<Problem>> ValidateAsync(
        OSpecDocument document,
        PluginContext context,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyList<Problem>>([]);

    /// <summary>The stack of a document that names none: technologies by role; none unless overridden.</summary>
    public virtual Task<IReadOnlyDictionary<string, string>> GetDefaultStackAsync(
        OSpecDocument document,
        PluginContext context,
        CancellationToken cancellationToken
    ) => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    /// <summary>The acceptance criteria that such an outcome has; none unless overridden.</summary>
    public virtual Task<JsonObject> GenerateAcceptanceCriteriaAsync(
        OSpecDocument document,
        PluginContext context,
        CancellationToken cancellationToken
    ) => Task.FromResult(new JsonObject());

    /// <summary>Something that makes a document invalid.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="path">Where: a JSON Pointer such as <c>/stack/backend</c>.</param>
    protected static Problem Error(string message, string? path = null) => new("error", message, path);

    /// <summary>Something that should be better.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="path">Where: a JSON Pointer such as <c>/stack/backend</c>.</param>
    protected static Problem Warning(string message, string? path = null) => new("warning", message, path);
}
