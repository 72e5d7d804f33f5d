using System.Text.Json;

namespace Speckit.Sdk;

/// <summary>The workflow phase that a plugin takes part in.</summary>
public sealed class WorkflowContext
{
    private readonly ProjectClient _project;

    internal WorkflowContext(ProjectClient project, string? phase, string? feature, JsonElement context)
    {
        _project = project;
        Phase = phase;
        Feature = feature;
        Context = context;
    }

    /// <summary>The phase, such as <c>implement</c>; null outside of phases.</summary>
    public string? Phase { get; }

    /// <summary>The feature that is worked on; null when the host does not say.</summary>
    public string? Feature { get; }

    /// <summary>What the workflow knows beside that: a JSON object, or undefined.</summary>
    public JsonElement Context { get; }

    /// <summary>The files that changed since the last commit. Needs <c>filesystem.read</c>.</summary>
    /// <exception cref="CapabilityDeniedException">Without <c>filesystem.read</c>.</exception>
    public Task<IReadOnlyList<string>> ChangedFilesAsync(CancellationToken cancellationToken = default) =>
        _project.ChangedFilesAsync(null, cancellationToken);
}
