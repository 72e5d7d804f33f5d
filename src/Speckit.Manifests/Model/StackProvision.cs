using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Versions;

namespace Speckit.Manifests.Model;

/// <summary>A technology stack (JP design §4; OSpec: "Stack Plugins").</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is made of.</param>
/// <param name="Entrypoint">Where its code is, if it has any.</param>
/// <param name="TemplateDirectory">The folder of templates inside the package, if it has one.</param>
/// <param name="TemplateLocation">Where the manifest names the folder.</param>
public sealed record StackProvision(
    string Name,
    string Description,
    Entrypoint? Entrypoint,
    string? TemplateDirectory,
    SourceLocation? TemplateLocation = null
)
{
    /// <summary>Its parts by role, such as <c>frontend</c>; each holds what the manifest says about it. Null when it says nothing.</summary>
    public JsonObject? Components { get; init; }

    /// <summary>The packages that a project of this stack depends on.</summary>
    public ImmutableArray<StackDependency> Dependencies { get; init; } = [];

    /// <summary>The configuration files that a project of this stack starts with.</summary>
    public ImmutableArray<StackFile> Files { get; init; } = [];

    /// <summary>The <c>guardrails</c> of a document that uses this stack, where it says nothing; or null.</summary>
    public JsonObject? Guardrails { get; init; }

    /// <summary>The <c>secrets</c> of a document that uses this stack; or null.</summary>
    public SecretsTemplate? Secrets { get; init; }

    /// <summary>How a project of this stack is tried; or null.</summary>
    public StackValidation? Validation { get; init; }

    /// <summary>Whether it is going away.</summary>
    public Deprecation? Deprecated { get; init; }
}

/// <summary>A package that a stack brings into a project, such as <c>next@^14.0.0</c>.</summary>
/// <param name="Package">The package's name.</param>
/// <param name="Version">What stands after the <c>@</c>, in the package manager's words; null for any version.</param>
/// <param name="Optional">Whether the project works without it.</param>
public sealed record StackDependency(string Package, string? Version, bool Optional);

/// <summary>A file that a stack puts into a project.</summary>
/// <param name="Source">The file of the package.</param>
/// <param name="Target">Its path in the project, with forward slashes.</param>
public sealed record StackFile(PackageFile Source, string Target);

/// <summary>The secrets a stack's project needs.</summary>
/// <param name="Provider">Where they come from, such as <c>vercel://env</c>; or null.</param>
/// <param name="Required">Names that must be there.</param>
/// <param name="Optional">Names that may be there.</param>
public sealed record SecretsTemplate(
    string? Provider,
    ImmutableArray<string> Required,
    ImmutableArray<string> Optional
);

/// <summary>How a project of a stack is tried.</summary>
public sealed record StackValidation
{
    /// <summary>The versions of runtimes it works with: <c>node</c>, <c>python</c>, <c>dotnet</c>.</summary>
    public ImmutableSortedDictionary<string, VersionRange> Runtimes { get; init; } =
        ImmutableSortedDictionary.Create<string, VersionRange>(StringComparer.Ordinal);

    /// <summary>The systems it works on: linux, macos, windows; empty for all.</summary>
    public ImmutableArray<string> SupportedOs { get; init; } = [];

    /// <summary>Commands that show that it works.</summary>
    public ImmutableArray<HealthCheck> HealthChecks { get; init; } = [];
}

/// <summary>A command that shows that a project works.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Command">What is run in the project.</param>
public sealed record HealthCheck(string Name, string Command);
