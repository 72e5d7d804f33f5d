using Speckit.Cli.Authoring;

namespace Speckit.Cli.Testing;

/// <summary>Which tests to run, and how.</summary>
/// <param name="Folder">The plugin.</param>
/// <param name="Environment">The author's machine.</param>
/// <param name="Results">An empty folder for what the runners write.</param>
/// <param name="Coverage">Whether to measure coverage.</param>
internal sealed record TestRequest(PluginFolder Folder, CliEnvironment Environment, string Results, bool Coverage)
{
    /// <summary>Where the plugin is installed to be tested in its sandbox; null for tests outside of one.</summary>
    internal TrialProject? Trial { get; init; }
}
