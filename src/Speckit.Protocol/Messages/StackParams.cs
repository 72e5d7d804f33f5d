using System.Text.Json;

namespace Speckit.Protocol.Messages;

/// <summary>Asks a stack: <c>stack/isCompatible</c>, <c>stack/configuration</c>, <c>stack/scaffold</c>.</summary>
/// <param name="Name">The stack.</param>
/// <param name="Context">The document or the answers it depends on; a JSON object.</param>
public sealed record StackParams(string Name, JsonElement? Context = null);

/// <summary>Whether a stack suits.</summary>
/// <param name="Compatible">Whether it does.</param>
/// <param name="Reason">Why, or why not.</param>
public sealed record StackCompatibility(bool Compatible, string? Reason = null);

/// <summary>The configuration a stack brings.</summary>
/// <param name="Configuration">A JSON object.</param>
public sealed record StackConfiguration(JsonElement Configuration);

/// <summary>The files a stack is made of; the host writes them.</summary>
/// <param name="Files">Contents by project-relative path.</param>
public sealed record StackScaffold(IReadOnlyDictionary<string, string> Files);
