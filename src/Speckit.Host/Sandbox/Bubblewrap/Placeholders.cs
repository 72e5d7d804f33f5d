using System.Collections.Immutable;

namespace Speckit.Host.Sandbox.Bubblewrap;

/// <summary>Holds protected names that do not exist yet, while a plugin writes the project: a name can only be covered where something is.
/// Folders are held by empty folders, files by files that mean nothing. When the last sandbox of the project ends they go again, unless
/// something was put there meanwhile. What a crash leaves is taken away by the next sandbox that ends.</summary>
internal sealed class Placeholders : IDisposable
{
    private const string LockName = "placeholders.lock";
    private const string LedgerName = "placeholders";
    private const int MostTries = 200;
    private static readonly TimeSpan TimeBetweenTries = TimeSpan.FromMilliseconds(10);
    private const string EmptyServers = "{\"mcpServers\":{}}\n";
    private static readonly ImmutableArray<string> Folders =
    [
        ".git",
        ".claude",
        ".cursor",
        ".vscode",
        ".idea",
        ".husky",
    ];
    private readonly string _ledger;
    private readonly string _lockFile;
    private FileStream? _shared;

    private Placeholders(string cacheFolder)
    {
        _ledger = Path.Combine(cacheFolder, LedgerName);
        _lockFile = Path.Combine(cacheFolder, LockName);
    }

    /// <summary>Puts something at each of those paths.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    internal static async Task<Placeholders> HoldAsync(
        string cacheFolder,
        ImmutableArray<string> missing,
        CancellationToken cancellationToken
    )
    {
        Directory.CreateDirectory(cacheFolder);
        var held = new Placeholders(cacheFolder);
        held._shared = await ShareAsync(held._lockFile, cancellationToken);
        try
        {
            File.AppendAllLines(held._ledger, missing);
            foreach (var path in missing)
            {
                Make(path);
            }

            return held;
        }
        catch (Exception)
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _shared?.Dispose();
        _shared = null;
        try
        {
            // Only when no other sandbox of this project holds them: taking one away would uncover the name for it.
            using var alone = Open(_lockFile, FileAccess.ReadWrite, FileShare.None);
            foreach (
                var path in File.Exists(_ledger) ? File.ReadAllLines(_ledger).Distinct(StringComparer.Ordinal) : []
            )
            {
                TakeAway(path);
            }

            File.Delete(_ledger);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another one holds them, and takes them away when it ends.
        }
    }

    /// <summary>Waits while another sandbox takes placeholders away: that is a matter of milliseconds.</summary>
    private static async Task<FileStream> ShareAsync(string path, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return Open(path, FileAccess.Read, FileShare.Read);
            }
            catch (IOException) when (i < MostTries)
            {
                await Task.Delay(TimeBetweenTries, cancellationToken);
            }
        }
    }

    private static FileStream Open(string path, FileAccess access, FileShare share) =>
        new(path, FileMode.OpenOrCreate, access, share, bufferSize: 0);

    private static void Make(string path)
    {
        if (IsFolder(path))
        {
            Directory.CreateDirectory(path);
        }
        else if (!File.Exists(path))
        {
            File.WriteAllText(path, ContentOf(path));
        }
    }

    private static void TakeAway(string path)
    {
        if (IsFolder(path))
        {
            if (Directory.Exists(path) && !Directory.EnumerateFileSystemEntries(path).Any())
            {
                Directory.Delete(path);
            }
        }
        else if (
            File.Exists(path)
            && new FileInfo(path).Length <= EmptyServers.Length
            && File.ReadAllText(path) == ContentOf(path)
        )
        {
            File.Delete(path);
        }
    }

    private static bool IsFolder(string path) => Folders.Contains(Path.GetFileName(path), StringComparer.Ordinal);

    private static string ContentOf(string path) => Path.GetFileName(path) == ".mcp.json" ? EmptyServers : "";
}
