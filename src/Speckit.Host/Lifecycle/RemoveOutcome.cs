using Speckit.Host.Installed;
using Speckit.Host.Outputs;

namespace Speckit.Host.Lifecycle;

/// <summary>What a remove did.</summary>
/// <param name="Plugin">The plugin that was removed.</param>
/// <param name="Outputs">What changed in the files of other tools.</param>
/// <param name="KeptConfiguration">Whether the user's configuration stays for a later install.</param>
public sealed record RemoveOutcome(InstalledPlugin Plugin, OutputReport Outputs, bool KeptConfiguration);
