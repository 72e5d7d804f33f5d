using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Registry.Client.Resolution.Sources;

namespace Speckit.Registry.Client.Resolution;

/// <summary>Finds versions of plugins that go together (JP design §4; decisions, 4, 5 and 14), with as little change of what is
/// installed as possible, or tells as a story why there are none.</summary>
/// <param name="source">Knows which versions there are.</param>
public sealed class DependencyResolver(IPackageSource source)
{
    /// <summary>Resolves. The same request with the same source gives the same answer.</summary>
    /// <param name="request">What is to be resolved.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The versions. Or one <see cref="RegistryClientDiagnostics.ResolutionFailed"/>, whose message is the story, a sentence on
    /// each line; or why a registry that is needed could not be asked.</returns>
    public async Task<Result<PluginResolution>> ResolveAsync(
        ResolutionRequest request,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var universe = new Universe(source, request);
        return await new ResolutionRun(request, universe).RunAsync(cancellationToken);
    }

    /// <summary>The lines of a story, for output that is data.</summary>
    /// <param name="conflict">The error of a resolution that failed.</param>
    public static ImmutableArray<string> StoryOf(Diagnostic conflict)
    {
        ArgumentNullException.ThrowIfNull(conflict);
        return [.. conflict.Message.Split('\n')];
    }
}
