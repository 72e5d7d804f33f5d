using System.Collections.Immutable;
using Speckit.Manifests.Model;

namespace Speckit.Host.Publishers;

/// <summary>A package and who verifiably signed it.</summary>
/// <param name="Name">The plugin.</param>
/// <param name="Version">Its version.</param>
/// <param name="Signer">Who signed it, in their own words; null when nobody did.</param>
/// <param name="KeyIds">The keys whose signatures were found right, the author's first.</param>
public sealed record SignedPackage(PluginName Name, string Version, string? Signer, ImmutableArray<string> KeyIds);
