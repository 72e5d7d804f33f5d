using System.Collections.Concurrent;
using System.Collections.Immutable;
using Speckit.Manifests.Model;
using Speckit.Packaging.Contracts;

namespace Speckit.Registry.Storage.Index;

/// <summary>Index files in memory, by the request path that asks for them. What it answers is never older than the last
/// finished write: writers invalidate after their commit, and a file that was read before an invalidation is not kept.</summary>
/// <param name="read">Reads a plugin's lines from the database; none when there is no such plugin.</param>
internal sealed class IndexCache(Func<PluginName, ImmutableArray<IndexEntry>> read)
{
    /// <summary>The path below which the index is.</summary>
    public const string Root = "/index/";

    /// <summary>The most bytes kept; beyond that the cache starts anew.</summary>
    private const long MaxBytes = 256L << 20;

    private readonly ConcurrentDictionary<string, IndexDocument> _documents = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private long _epoch;
    private long _bytes;

    /// <summary>The file at a path as the server decoded it, or null.</summary>
    /// <param name="path">The whole path, such as <c>/index/se/cu/security-scanner</c>.</param>
    public IndexDocument? Find(string path) => _documents.TryGetValue(path, out var document) ? document : Load(path);

    /// <summary>Forgets a plugin's file, after its rows changed.</summary>
    public void Invalidate(PluginName name)
    {
        lock (_gate)
        {
            _epoch++;
            if (_documents.TryRemove(Root + IndexPath.For(name), out var old))
            {
                _bytes -= old.Body.Length;
            }
        }
    }

    private IndexDocument? Load(string path)
    {
        // %2F stays encoded in a decoded path: @scope%2Fname.
        var plain = path.Replace("%2f", "/", StringComparison.OrdinalIgnoreCase);
        if (NameAt(plain) is not { } name)
        {
            return null;
        }

        while (true)
        {
            var epoch = Interlocked.Read(ref _epoch);
            var entries = read(name);
            if (entries.IsEmpty)
            {
                return null;
            }

            var document = IndexDocument.Of(entries);
            if (TryKeep(plain, document, epoch))
            {
                return document;
            }
        }
    }

    private bool TryKeep(string path, IndexDocument document, long epoch)
    {
        lock (_gate)
        {
            if (epoch != _epoch)
            {
                return false;
            }

            if (_bytes + document.Body.Length > MaxBytes)
            {
                _documents.Clear();
                _bytes = 0;
            }

            if (_documents.TryAdd(path, document))
            {
                _bytes += document.Body.Length;
            }

            return true;
        }
    }

    private static PluginName? NameAt(string path)
    {
        var rest = path[Root.Length..];
        var name = rest.StartsWith('@') ? rest : rest[(rest.LastIndexOf('/') + 1)..];
        return PluginName.TryParse(name, out var parsed) && IndexPath.For(parsed) == rest ? parsed : null;
    }
}
