using System.Text.Json;

namespace Speckit.Protocol.Messages;

/// <summary>Asks for the values a template is filled with: <c>template/context</c>.</summary>
/// <param name="Name">The template.</param>
public sealed record TemplateContextParams(string Name);

/// <summary>The values a template is filled with.</summary>
/// <param name="Context">A JSON object.</param>
public sealed record TemplateContextResult(JsonElement Context);
