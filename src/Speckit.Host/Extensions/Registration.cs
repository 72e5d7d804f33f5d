using Speckit.Host.Installed;

namespace Speckit.Host.Extensions;

/// <summary>Something that an enabled plugin registered.</summary>
/// <typeparam name="T">The kind of provision.</typeparam>
/// <param name="Point">Where.</param>
/// <param name="Plugin">By whom.</param>
/// <param name="Provision">What.</param>
public sealed record Registration<T>(ExtensionPoint Point, InstalledPlugin Plugin, T Provision);
