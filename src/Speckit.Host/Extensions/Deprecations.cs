using System.Collections.Immutable;
using Speckit.Host.Installed;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Extensions;

/// <summary>Warns of what goes away in a plugin's next major version, when it is used (JP design §11.3).</summary>
public static class Deprecations
{
    /// <summary>A warning for the plugin, the command and each option of a call that are deprecated.</summary>
    public static ImmutableArray<Diagnostic> Of(Registration<CommandProvision> command, CommandRunParams call)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(call);
        var provision = command.Provision;
        var options = (provision.Options ?? []).Where(o =>
            call.Options.TryGetValue(o.Name, out var value) && value.ToString() != o.Default
        );
        return
        [
            .. Of(command.Plugin),
            .. Warn($"the command {provision.Name} of {command.Plugin.Name}", provision.Deprecated),
            .. options.SelectMany(o => Warn($"the option --{o.Name} of {provision.Name}", o.Deprecated)),
        ];
    }

    /// <summary>A warning when the whole plugin is deprecated.</summary>
    public static ImmutableArray<Diagnostic> Of(InstalledPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        return Warn($"the plugin {plugin.Name}", plugin.Deprecated);
    }

    private static ImmutableArray<Diagnostic> Warn(string what, Deprecation? deprecated)
    {
        if (deprecated is null)
        {
            return [];
        }

        var since = deprecated.Since is { } version ? $" since {version}" : "";
        var why = deprecated.Message is { } message ? $": {message}" : "";
        return
        [
            HostDiagnostics.Deprecated.Warning(
                $"{what} is deprecated{since} and goes away in the next major version{why}",
                deprecated.Replacement is { } replacement ? $"use {replacement}" : null
            ),
        ];
    }
}
