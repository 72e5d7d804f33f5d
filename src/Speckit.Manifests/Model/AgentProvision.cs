using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Manifests.Model;

/// <summary>An agent persona (JP design §4) or role (OSpec: "Agent Plugins").</summary>
/// <param name="Name">The agent's name; the role of an OSpec agent.</param>
/// <param name="Description">What it is good at.</param>
/// <param name="PersonaFile">The Markdown file inside the package; null for an OSpec agent without a system prompt.</param>
/// <param name="PersonaLocation">Where the manifest names the file.</param>
public sealed record AgentProvision(
    string Name,
    string Description,
    string? PersonaFile,
    SourceLocation? PersonaLocation = null
)
{
    /// <summary>The roles that every agent may extend (decisions, 22).</summary>
    public static ImmutableArray<string> BuiltInRoles { get; } = ["specifier", "planner", "implementer", "reviewer"];

    /// <summary>The role it starts from, or null.</summary>
    public string? Extends { get; init; }

    /// <summary>What it can do, in words: tags, which grant nothing (decisions, 10).</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The fields it knows best.</summary>
    public ImmutableArray<string> Specializations { get; init; } = [];

    /// <summary>The tool it uses for each purpose, such as <c>sast</c>.</summary>
    public ImmutableSortedDictionary<string, string> Tools { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The numbers it holds its findings against.</summary>
    public ImmutableSortedDictionary<string, double> Thresholds { get; init; } =
        ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);

    /// <summary>Its prompts, the system prompt included.</summary>
    public ImmutableArray<AgentPrompt> Prompts { get; init; } = [];

    /// <summary>How it goes about its work.</summary>
    public ImmutableArray<AgentWorkflow> Workflows { get; init; } = [];

    /// <summary>What it takes, gives and listens to; or null.</summary>
    public AgentCommunication? Communication { get; init; }

    /// <summary>Whether it is going away.</summary>
    public Deprecation? Deprecated { get; init; }
}

/// <summary>A prompt of an agent.</summary>
/// <param name="Name">What it is for, such as <c>system</c>.</param>
/// <param name="File">The file that holds it.</param>
public sealed record AgentPrompt(string Name, PackageFile File);

/// <summary>The steps of one of an agent's ways of working.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Steps">Its steps, in order.</param>
public sealed record AgentWorkflow(string Name, ImmutableArray<AgentStep> Steps);

/// <summary>One step.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tools">The tools it uses.</param>
/// <param name="Settings">Everything else that the manifest says about it.</param>
public sealed record AgentStep(string Name, ImmutableArray<string> Tools, JsonObject Settings);

/// <summary>What an agent exchanges with the system (OSpec: "Agent Communication Protocols").</summary>
/// <param name="InputFormats">What it takes.</param>
/// <param name="OutputFormats">What it gives.</param>
/// <param name="Subscribes">Events it listens to.</param>
/// <param name="Publishes">Events it emits.</param>
public sealed record AgentCommunication(
    ImmutableArray<string> InputFormats,
    ImmutableArray<string> OutputFormats,
    ImmutableArray<string> Subscribes,
    ImmutableArray<string> Publishes
);
