using System.Text.Json;

namespace Speckit.Protocol.Messages;

/// <summary>Asks an outcome type: <c>outcome/validate</c>, <c>outcome/defaultStack</c>, <c>outcome/acceptance</c>.</summary>
/// <param name="Type">The outcome type.</param>
/// <param name="Document">The OSpec document; a JSON object.</param>
public sealed record OutcomeParams(string Type, JsonElement? Document = null);

/// <summary>What is wrong with a document.</summary>
/// <param name="Problems">Nothing when the document is valid.</param>
public sealed record OutcomeValidation(IReadOnlyList<Problem> Problems);

/// <summary>The stack of a document that names none.</summary>
/// <param name="Stack">Values by key.</param>
public sealed record OutcomeDefaultStack(IReadOnlyDictionary<string, string> Stack);

/// <summary>The acceptance criteria an outcome type adds.</summary>
/// <param name="Acceptance">A JSON object.</param>
public sealed record OutcomeAcceptance(JsonElement Acceptance);

/// <summary>A problem in a document.</summary>
/// <param name="Severity"><c>error</c>, <c>warning</c> or <c>info</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Path">Where: a JSON Pointer.</param>
public sealed record Problem(string Severity, string Message, string? Path = null);
