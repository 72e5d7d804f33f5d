using System.Collections.Immutable;
using Speckit.Host.Installed;

namespace Speckit.Host.Consent;

/// <summary>A plugin that may start.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Capabilities">What it may do: its effective grant.</param>
public sealed record GrantedPlugin(InstalledPlugin Plugin, ImmutableArray<string> Capabilities);
