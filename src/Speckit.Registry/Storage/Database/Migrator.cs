using System.Globalization;
using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Registry.Storage.Database;

/// <summary>Brings a database to the newest schema: numbered scripts, each in its own transaction, the number kept in <c>user_version</c>.</summary>
internal static class Migrator
{
    private const string Folder = ".Migrations.";

    /// <summary>The number of the newest script.</summary>
    public static int Newest { get; } = Scripts().Max(script => script.Number);

    /// <summary>Runs the scripts that are missing. Safe beside another process that does the same.</summary>
    public static Result<Unit> Run(SqliteConnection connection)
    {
        var current = connection.ExecuteScalar<long>("PRAGMA user_version");
        if (current > Newest)
        {
            return RegistryDiagnostics.DatabaseUnusable.Error(
                $"The database has schema {current}, this registry knows schemas up to {Newest}.",
                "Start the newer registry that wrote it."
            );
        }

        foreach (var (number, sql) in Scripts().Where(script => script.Number > current))
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            if (connection.ExecuteScalar<long>("PRAGMA user_version", transaction: transaction) < number)
            {
                connection.Execute(sql, transaction: transaction);
                // A pragma takes no parameters; the number comes from the script's name.
                connection.Execute(
                    string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {number}"),
                    transaction: transaction
                );
            }

            transaction.Commit();
        }

        return default(Unit);
    }

    private static IEnumerable<(int Number, string Sql)> Scripts()
    {
        var assembly = typeof(Migrator).Assembly;
        return assembly
            .GetManifestResourceNames()
            .Where(name =>
                name.Contains(Folder, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal)
            )
            .Order(StringComparer.Ordinal)
            .Select(name => (Number(name), Read(assembly, name)));
    }

    private static int Number(string resource)
    {
        var file = resource[(resource.LastIndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..];
        return int.Parse(file.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
