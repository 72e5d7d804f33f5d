namespace Speckit.Host.Telemetry;

/// <summary>What is told of one run of a plugin's command: these five fields (JP design §8.6) and nothing else.</summary>
/// <param name="PluginName">The plugin's name.</param>
/// <param name="PluginVersion">Its version.</param>
/// <param name="CommandInvoked">The command's name, without its arguments.</param>
/// <param name="Succeeded">Whether it succeeded.</param>
/// <param name="DurationMilliseconds">How long it took.</param>
public sealed record UsageEvent(
    string PluginName,
    string PluginVersion,
    string CommandInvoked,
    bool Succeeded,
    long DurationMilliseconds
);
