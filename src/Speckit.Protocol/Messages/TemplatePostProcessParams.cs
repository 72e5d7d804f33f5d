namespace Speckit.Protocol.Messages;

/// <summary>Works on a filled template: <c>template/postProcess</c>.</summary>
/// <param name="Name">The template.</param>
/// <param name="Content">The text so far.</param>
public sealed record TemplatePostProcessParams(string Name, string Content);

/// <summary>The text a template becomes.</summary>
/// <param name="Content">The text.</param>
public sealed record TemplatePostProcessResult(string Content);
