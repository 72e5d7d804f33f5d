using System.Text.Json;

namespace Speckit.Protocol.Messages;

/// <summary>A workflow phase begins, ended, or is to be replaced: <c>phase/before</c>, <c>phase/after</c>, <c>phase/replace</c>.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Feature">The feature it works on.</param>
/// <param name="Context">What the workflow knows; a JSON object.</param>
/// <param name="Name">The workflow of the manifest, where a plugin has several for a phase.</param>
public sealed record PhaseParams(
    string Phase,
    string? Feature = null,
    JsonElement? Context = null,
    string? Name = null
);

/// <summary>Whether the phase may go on.</summary>
/// <param name="Continue">False blocks the phase.</param>
/// <param name="Message">Why, for a person.</param>
public sealed record PhaseResult(bool Continue, string? Message = null);
