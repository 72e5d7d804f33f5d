using Speckit.Registry.Client;

namespace Speckit.Host.Acquisition;

/// <summary>A registry that can be asked.</summary>
/// <param name="Endpoint">The registry.</param>
/// <param name="Client">Talks to it.</param>
public sealed record RegistrySource(RegistryEndpoint Endpoint, RegistryClient Client);
