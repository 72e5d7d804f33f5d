using Microsoft.Data.Sqlite;
using Speckit.Registry.Http;
using Speckit.Registry.Operations;
using Speckit.Registry.Storage.Plugins;

namespace Speckit.Registry.Features.Operations;

/// <summary>The answer of <c>/healthz</c> and <c>/readyz</c>.</summary>
/// <param name="Status"><c>ok</c> or <c>unavailable</c>.</param>
internal sealed record HealthAnswer(string Status);

/// <summary><c>GET /healthz</c>, <c>/readyz</c> and <c>/metrics</c>, for whatever watches over the process.</summary>
internal static class Health
{
    /// <summary>The process is there.</summary>
    public static IResult Live() => Answers.Json(new HealthAnswer("ok"), ServerJsonContext.Default.HealthAnswer);

    /// <summary>The process can do its work: the database answers and it is not stopping.</summary>
    public static IResult Ready(PluginCatalog catalog, IHostApplicationLifetime lifetime, ILogger<PluginCatalog> log)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Unavailable();
        }

        try
        {
            catalog.CountPlugins();
            return Live();
        }
        catch (SqliteException exception)
        {
            log.LogError(exception, "The database does not answer");
            return Unavailable();
        }
    }

    /// <summary>Prometheus' text format.</summary>
    public static IResult Metrics(RegistryMetrics metrics, PluginCatalog catalog) =>
        Results.Text(metrics.Write(catalog.CountPlugins()), "text/plain; version=0.0.4; charset=utf-8");

    private static IResult Unavailable() =>
        Answers.Json(
            new HealthAnswer("unavailable"),
            ServerJsonContext.Default.HealthAnswer,
            StatusCodes.Status503ServiceUnavailable
        );
}
