using System.Text.Json.Nodes;
using Speckit.Protocol.Messages;

namespace Speckit.Sdk;

/// <summary>
/// A stack that projects are made with (JP design §7.2, OSpec's <c>StackPlugin</c>).
/// </summary>
public abstract class StackTemplate : PluginComponent
{
    /// <summary>Its name; as in the manifest.</summary>
    public abstract string Name { get; }

    /// <summary>The packages it needs, such as <c>fastapi>=0.109.0</c>; part of its configuration.</summary>
    public virtual IReadOnlyList<string> Dependencies => [];

    /// <summary>The packages its developers need; part of its configuration.</summary>
    public virtual IReadOnlyList<string> DevDependencies => [];

    /// <summary>The files it is made of.</summary>
    protected virtual IReadOnlyList<FileTemplate> Templates => [];

    /// <summary>Whether it suits an outcome type and its requirements; it does unless overridden.</summary>
    public virtual Task<StackCompatibility> IsCompatibleAsync(
        StackRequest request,
        PluginContext context,
        CancellationToken cancellationToken
    ) => Task.FromResult(new StackCompatibility(true));

    /// <summary>The configuration it brings: <c>dependencies</c> and <c>devDependencies</c> unless overridden.</summary>
    public virtual Task<JsonObject> GetConfigurationAsync(
        StackRequest request,
        PluginContext context,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult(
            new JsonObject { ["dependencies"] = List(Dependencies), ["devDependencies"] = List(DevDependencies) }
        );

    /// <summary>Makes a project: gives the host the files of <see cref="Templates"/> to write, unless overridden.</summary>
    /// <returns>The files that the host writes, beside those that the stack wrote itself.</returns>
    public virtual Task<StackScaffold> ScaffoldAsync(
        StackRequest request,
        PluginContext context,
        CancellationToken cancellationToken
    ) => Task.FromResult(RenderTemplates(context));

    /// <summary>The files of <see cref="Templates"/>, for the host to write.</summary>
    /// <exception cref="InvalidOperationException">Two templates have one path.</exception>
    protected StackScaffold RenderTemplates(PluginContext context)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var template in Templates)
        {
            if (!files.TryAdd(template.Path, template.Render(context)))
            {
                throw new InvalidOperationException($"Two templates of the stack '{Name}' are '{template.Path}'.");
            }
        }

        return new StackScaffold(files);
    }

    /// <summary>Writes the files of <see cref="Templates"/> at once, for stacks that run programs on them. Needs <c>filesystem.write</c>.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>filesystem.write</c>.</exception>
    /// <exception cref="InvalidOperationException">Two templates have one path.</exception>
    protected async Task WriteTemplatesAsync(PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        foreach (var (path, text) in RenderTemplates(context).Files)
        {
            await context.Project.WriteTextAsync(path, text, cancellationToken);
        }
    }

    // Not a collection expression: those add by a generic method that does not suit NativeAOT.
    private static JsonArray List(IReadOnlyList<string> values) =>
        new([.. values.Select(JsonNode? (value) => JsonValue.Create(value))]);
}
