using System.Collections.Immutable;

namespace Speckit.Host.Telemetry;

/// <summary>One of the five fields.</summary>
/// <param name="Name">Its name in the spool and on the wire.</param>
/// <param name="DesignName">Its name in the JP design §8.6, which lists in a user's settings may use.</param>
/// <param name="Meaning">What it says, for people.</param>
public sealed record UsageField(string Name, string DesignName, string Meaning)
{
    internal static UsageField PluginName { get; } = new("plugin_name", "plugin_name", "the plugin's name");

    internal static UsageField PluginVersion { get; } = new("plugin_version", "plugin_version", "its version");

    internal static UsageField CommandInvoked { get; } =
        new("command_invoked", "command_invoked", "the command's name, without its arguments");

    internal static UsageField Success { get; } = new("success", "success/failure", "whether it succeeded");

    internal static UsageField Duration { get; } =
        new("execution_duration", "execution_duration", "how long it took, in milliseconds");

    /// <summary>All five, in the order in which they are written.</summary>
    public static ImmutableArray<UsageField> All { get; } =
    [PluginName, PluginVersion, CommandInvoked, Success, Duration];
}
