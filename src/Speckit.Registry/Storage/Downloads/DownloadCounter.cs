using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;
using Speckit.Manifests.Diagnostics;
using Speckit.Registry.Storage.Database;

namespace Speckit.Registry.Storage.Downloads;

/// <summary>Counts downloads in memory and writes them down every few seconds: a download costs no write transaction.</summary>
internal sealed class DownloadCounter(RegistryDatabase database, TimeProvider time, ILogger<DownloadCounter> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private ConcurrentDictionary<(long Plugin, long Version), long> _pending = new();

    /// <summary>Counts one download.</summary>
    public void Count(long pluginId, long versionId) =>
        _pending.AddOrUpdate((pluginId, versionId), 1, static (_, count) => count + 1);

    /// <summary>The downloads of a version that are not written down yet.</summary>
    public long PendingOfVersion(long pluginId, long versionId) => _pending.GetValueOrDefault((pluginId, versionId));

    /// <summary>The downloads of a plugin that are not written down yet.</summary>
    public long PendingOfPlugin(long pluginId) =>
        _pending.Where(entry => entry.Key.Plugin == pluginId).Sum(entry => entry.Value);

    /// <summary>Writes the counts down.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_pending.IsEmpty)
        {
            return;
        }

        var counts = Interlocked.Exchange(ref _pending, new());
        try
        {
            await database.WriteAsync<Unit>(
                (connection, transaction) => Add(connection, transaction, counts),
                afterCommit: null,
                cancellationToken
            );
        }
        catch (Exception exception) when (exception is SqliteException or OperationCanceledException)
        {
            foreach (var (key, count) in counts)
            {
                _pending.AddOrUpdate(key, count, (_, more) => more + count);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await FlushAsync(stoppingToken);
            }
            catch (SqliteException exception)
            {
                log.LogWarning(
                    exception,
                    "Downloads could not be written down; the next attempt is in {Interval}",
                    Interval
                );
            }
        }
    }

    private static Result<Unit> Add(
        SqliteConnection connection,
        SqliteTransaction transaction,
        IEnumerable<KeyValuePair<(long Plugin, long Version), long>> counts
    )
    {
        foreach (var ((plugin, version), count) in counts)
        {
            connection.Execute(
                """
                UPDATE version SET downloads = downloads + @count WHERE id = @version;
                UPDATE plugin SET downloads = downloads + @count WHERE id = @plugin;
                """,
                new
                {
                    plugin,
                    version,
                    count,
                },
                transaction
            );
        }

        return default(Unit);
    }
}
