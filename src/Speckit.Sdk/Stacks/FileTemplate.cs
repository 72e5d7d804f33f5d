namespace Speckit.Sdk;

/// <summary>A file of a <see cref="StackTemplate"/>.</summary>
public sealed class FileTemplate
{
    private readonly Func<PluginContext, string> _render;

    /// <summary>A file whose text depends on the project.</summary>
    /// <param name="path">Its project-relative path, with forward slashes.</param>
    /// <param name="render">Gives its text.</param>
    public FileTemplate(string path, Func<PluginContext, string> render)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(render);
        Path = path;
        _render = render;
    }

    /// <summary>A file whose text is always the same.</summary>
    /// <param name="path">Its project-relative path, with forward slashes.</param>
    /// <param name="text">Its text.</param>
    public FileTemplate(string path, string text)
        : this(path, _ => text) => ArgumentNullException.ThrowIfNull(text);

    /// <summary>Its project-relative path.</summary>
    public string Path { get; }

    /// <summary>Its text for a project.</summary>
    public string Render(PluginContext context) => _render(context);
}
