using Speckit.Packaging.Contracts;
using Speckit.Registry.Http;
using Speckit.Registry.Storage.Plugins;

namespace Speckit.Registry.Features.Yank;

/// <summary><c>POST</c> and <c>DELETE /plugins/{name}/versions/{version}/yank</c>: withdraws a version, and takes that back.
/// A withdrawn version stays downloadable for lock files that name it.</summary>
internal static class YankVersion
{
    /// <summary>Withdraws it.</summary>
    public static Task<IResult> Yank(string name, string version, HttpContext context, PluginStore store) =>
        Set(name, version, yanked: true, context, store);

    /// <summary>Takes that back.</summary>
    public static Task<IResult> Restore(string name, string version, HttpContext context, PluginStore store) =>
        Set(name, version, yanked: false, context, store);

    private static Task<IResult> Set(
        string name,
        string version,
        bool yanked,
        HttpContext context,
        PluginStore store
    ) =>
        RouteValue.BothAsync(
            name,
            version,
            async (plugin, parsed) =>
                Answers.From(
                    await store.SetYankedAsync(plugin, parsed, yanked, Caller.Of(context), context.RequestAborted),
                    entry => Answers.Json(entry, RegistryJsonContext.Default.IndexEntry)
                )
        );
}
