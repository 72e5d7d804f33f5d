using Speckit.Host.Installed;
using Speckit.Host.Outputs;

namespace Speckit.Host.Lifecycle;

/// <summary>What enabling or disabling did.</summary>
/// <param name="Plugin">The plugin as it is now.</param>
/// <param name="Changed">False when it was so already.</param>
/// <param name="Outputs">What changed in the files of other tools.</param>
public sealed record ToggleOutcome(InstalledPlugin Plugin, bool Changed, OutputReport Outputs);
