using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Speckit.Manifests.Model;

/// <summary>A template for code (OSpec: "Template Plugins").</summary>
/// <param name="Name">Its name, unique in the plugin.</param>
/// <param name="Description">What it makes.</param>
/// <param name="Source">The template, or a folder of them.</param>
public sealed record TemplateProvision(string Name, string Description, PackageFile Source)
{
    /// <summary>What it is filled in with.</summary>
    public ImmutableArray<TemplateVariable> Variables { get; init; } = [];

    /// <summary>The context providers it asks.</summary>
    public ImmutableArray<string> ContextProviders { get; init; } = [];

    /// <summary>What is done with its output, in order.</summary>
    public ImmutableArray<string> PostProcessors { get; init; } = [];

    /// <summary>Whether it is going away.</summary>
    public Deprecation? Deprecated { get; init; }
}

/// <summary>A value that a template is filled in with.</summary>
/// <param name="Name">Its name in the template.</param>
/// <param name="Type">string, boolean, integer, number, array or object.</param>
/// <param name="Required">Whether it must be given.</param>
/// <param name="Default">The value when it is not given, or null.</param>
/// <param name="Description">What it is for.</param>
public sealed record TemplateVariable(
    string Name,
    string Type,
    bool Required,
    JsonNode? Default = null,
    string Description = ""
);

/// <summary>Several templates that go together.</summary>
/// <param name="Name">Its name, unique in the plugin.</param>
/// <param name="Description">What it makes.</param>
/// <param name="Files">What is written.</param>
public sealed record TemplatePattern(string Name, string Description, ImmutableArray<PatternFile> Files)
{
    /// <summary>Whether it is going away.</summary>
    public Deprecation? Deprecated { get; init; }
}

/// <summary>A file that a pattern writes.</summary>
/// <param name="Template">The template's name; of this plugin or of another.</param>
/// <param name="Output">The path in the project, itself a template.</param>
public sealed record PatternFile(string Template, string Output);

/// <summary>How the templates of a plugin are filled in.</summary>
/// <param name="Engine">The template language.</param>
/// <param name="Formatters">Commands that format the output.</param>
/// <param name="Helpers">Sets of helper functions that the templates call.</param>
public sealed record TemplateSettings(string Engine, ImmutableArray<string> Formatters, ImmutableArray<string> Helpers)
{
    /// <summary>The template language where a manifest names none.</summary>
    public const string DefaultEngine = "handlebars";
}

/// <summary>What brings facts of the project into templates (OSpec: "Template Context Providers").</summary>
/// <param name="Name">The name templates call it by.</param>
/// <param name="Provider">The plugin that answers.</param>
/// <param name="Configuration">What it is told; texts may hold <c>${…}</c>. Null when nothing.</param>
/// <param name="Provides">The names of what it gives.</param>
public sealed record ContextProvider(
    string Name,
    PluginName Provider,
    JsonObject? Configuration,
    ImmutableArray<string> Provides
)
{
    /// <summary>Whether it is going away.</summary>
    public Deprecation? Deprecated { get; init; }
}
