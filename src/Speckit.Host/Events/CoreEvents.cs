using System.Collections.Frozen;

namespace Speckit.Host.Events;

/// <summary>The names of the core's own events under <c>plugin.</c>: no plugin emits one.</summary>
internal static class CoreEvents
{
    internal const string Installed = "plugin.installed";
    internal const string Enabled = "plugin.enabled";
    internal const string Disabled = "plugin.disabled";
    internal const string Removed = "plugin.removed";
    internal const string CommandInvoked = "plugin.command.invoked";
    internal const string CommandCompleted = "plugin.command.completed";
    internal const string Error = "plugin.error";

    /// <summary>All of them.</summary>
    internal static FrozenSet<string> All { get; } =
        new[] { Installed, Enabled, Disabled, Removed, CommandInvoked, CommandCompleted, Error }.ToFrozenSet(
            StringComparer.Ordinal
        );
}
