using Speckit.Manifests.Model;

namespace Speckit.Workspace.Agents;

/// <summary>A file for the project's AI agent that a plugin provides.</summary>
/// <param name="Path">Where it goes, relative to the project root, with forward slashes.</param>
/// <param name="Plugin">The plugin it comes from.</param>
/// <param name="Content">Its whole text, LF line ends.</param>
public sealed record AgentFile(string Path, PluginName Plugin, string Content);
