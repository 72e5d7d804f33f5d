namespace Speckit.Sdk;

/// <summary>Works on filled templates (OSpec's template plugins).</summary>
public abstract class TemplatePostProcessor : PluginComponent
{
    /// <summary>Its name; as in the manifest.</summary>
    public abstract string Name { get; }

    /// <summary>The text that a filled template becomes.</summary>
    /// <param name="content">The text so far.</param>
    /// <param name="context">The services of the host.</param>
    /// <param name="cancellationToken">Cancelled when the person, or the host, gives up.</param>
    public abstract Task<string> ProcessAsync(
        string content,
        PluginContext context,
        CancellationToken cancellationToken
    );
}
