using System.Text.Json.Nodes;

namespace Speckit.Sdk;

/// <summary>Gives values that templates are filled with (OSpec's template plugins).</summary>
public abstract class TemplateContextProvider : PluginComponent
{
    /// <summary>Its name; as in the manifest.</summary>
    public abstract string Name { get; }

    /// <summary>The values.</summary>
    /// <param name="context">The services of the host.</param>
    /// <param name="cancellationToken">Cancelled when the person, or the host, gives up.</param>
    public abstract Task<JsonObject> GetAsync(PluginContext context, CancellationToken cancellationToken);
}
