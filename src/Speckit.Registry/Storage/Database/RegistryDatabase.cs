using Dapper;
using Microsoft.Data.Sqlite;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Registry.Storage.Database;

/// <summary>The SQLite database: any number of readers beside one writer (WAL).</summary>
internal sealed class RegistryDatabase : IDisposable
{
    /// <summary>How long a statement waits for another process's write, in seconds.</summary>
    private const int BusySeconds = 10;

    private readonly string _reading;
    private readonly string _writing;
    private readonly SemaphoreSlim _writer = new(1, 1);

    private RegistryDatabase(string path)
    {
        _reading = ConnectionString(path, SqliteOpenMode.ReadOnly);
        _writing = ConnectionString(path, SqliteOpenMode.ReadWrite);
    }

    /// <summary>Opens the database, creating and migrating it where needed.</summary>
    public static Result<RegistryDatabase> Open(string path)
    {
        try
        {
            CreatePrivate(path);
            using var connection = new SqliteConnection(
                ConnectionString(path, SqliteOpenMode.ReadWrite, pooling: false)
            );
            connection.Open();
            connection.Execute("PRAGMA journal_mode = WAL");
            var migrated = Migrator.Run(connection);
            return migrated.Succeeded ? new RegistryDatabase(path) : migrated.Propagate<RegistryDatabase>();
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            return RegistryDiagnostics.DatabaseUnusable.Error(
                $"The database '{path}' cannot be opened: {exception.Message}",
                "Restore it from a backup, or choose another folder with --data."
            );
        }
    }

    /// <summary>A connection for reading. It sees a consistent state within one statement, or within one transaction.</summary>
    public SqliteConnection OpenRead()
    {
        var connection = new SqliteConnection(_reading);
        connection.Open();
        return connection;
    }

    /// <summary>Runs one write transaction, one after the other. An exception rolls it back.</summary>
    /// <param name="work">What to do inside the transaction. A failed result rolls back.</param>
    /// <param name="afterCommit">Runs after the commit and before the next writer: caches are brought up to date here.</param>
    public async Task<Result<T>> WriteAsync<T>(
        Func<SqliteConnection, SqliteTransaction, Result<T>> work,
        Action<T>? afterCommit,
        CancellationToken cancellationToken
    )
        where T : notnull
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            using var connection = new SqliteConnection(_writing);
            connection.Open();
            // What was answered with success is on the disk.
            connection.Execute("PRAGMA synchronous = FULL");
            using var transaction = connection.BeginTransaction(deferred: false);
            var result = work(connection, transaction);
            if (!result.Succeeded)
            {
                return result;
            }

            transaction.Commit();
            afterCommit?.Invoke(result.Value);
            return result;
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>Moves the write-ahead log into the database file, so that a copy of that one file is a whole backup.</summary>
    public void Checkpoint()
    {
        using var connection = new SqliteConnection(_writing);
        connection.Open();
        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using var reading = new SqliteConnection(_reading);
        using var writing = new SqliteConnection(_writing);
        SqliteConnection.ClearPool(reading);
        SqliteConnection.ClearPool(writing);
        _writer.Dispose();
    }

    // SQLite gives its side files the mode of the database file.
    private static void CreatePrivate(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
    }

    private static string ConnectionString(string path, SqliteOpenMode mode, bool pooling = true) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            ForeignKeys = true,
            DefaultTimeout = BusySeconds,
            Pooling = pooling,
        }.ToString();
}
