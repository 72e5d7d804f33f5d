using Speckit.Packaging.Contracts;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Files;

namespace Speckit.Registry.Client.Downloads;

/// <summary>Keeps signature envelopes beside their archives, for when the registry cannot be asked. They are verified each time.</summary>
internal sealed class SignatureCache(RegistryCache cache, RegistryClientLimits limits)
{
    /// <summary>Keeps an envelope. Failing to is no failure: it is there for later only.</summary>
    internal void Keep(IndexEntry entry, byte[] envelope)
    {
        if (PathOf(entry) is not { } path)
        {
            return;
        }

        try
        {
            if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(envelope))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                AtomicFile.Write(path, envelope);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full or read-only home: the next time it is asked for again.
        }
    }

    /// <summary>The envelope that was kept, or null.</summary>
    internal byte[]? Find(IndexEntry entry) =>
        PathOf(entry) is { } path
        && File.Exists(path)
        && PlainFile.ReadAll(path, limits.MaxSignatureBytes).TryGet(out var bytes)
            ? bytes
            : null;

    private string? PathOf(IndexEntry entry) =>
        Sha256Digest.TryParse(entry.Archive, out var digest) ? cache.ArchivePath(digest) + ".sig" : null;
}
