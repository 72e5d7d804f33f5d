using Speckit.Packaging.Contracts;
using Speckit.Packaging.Trust;
using Speckit.Registry.Http;
using Speckit.Registry.Storage.Plugins;

namespace Speckit.Registry.Features.Trust;

/// <summary>The body of <c>PUT /plugins/{name}/versions/{version}/trust</c>.</summary>
/// <param name="Trust">How far the version is trusted from now on.</param>
internal sealed record TrustChange(TrustLevel Trust);

/// <summary><c>PUT /plugins/{name}/versions/{version}/trust</c>: an admin says how far a version is trusted (JP design §8.1).</summary>
internal static class SetTrust
{
    /// <summary>Say how far a version is trusted. An unsigned version cannot be trusted: there is nobody to trust.</summary>
    public static Task<IResult> Handle(
        string name,
        string version,
        HttpContext context,
        PluginStore store,
        PluginCatalog catalog
    ) =>
        RouteValue.BothAsync(
            name,
            version,
            async (plugin, parsed) =>
            {
                var body = await RequestBody.ReadJsonAsync(
                    context.Request,
                    ServerJsonContext.Default.TrustChange,
                    context.RequestAborted
                );
                if (!body.TryGet(out var change))
                {
                    return Problem.Of(body.Diagnostics);
                }

                if (change.Trust != TrustLevel.Unsigned && catalog.Find(plugin, parsed) is { Signature: null })
                {
                    return Problem.Of(
                        RegistryDiagnostics.SignatureMissing.Error(
                            $"{plugin}@{parsed} is not signed and cannot be {change.Trust.ToName()}.",
                            "Publish a signed version and trust that."
                        )
                    );
                }

                return Answers.From(
                    await store.SetTrustAsync(plugin, parsed, change.Trust, Caller.Of(context), context.RequestAborted),
                    entry => Answers.Json(entry, RegistryJsonContext.Default.IndexEntry)
                );
            }
        );
}
