using System.Security.Cryptography;
using Speckit.Packaging.Digests;

namespace Speckit.Packaging.Archives;

/// <summary>An archive's bytes as they are read: counted, limited and hashed, each exactly once.</summary>
internal sealed class SourceBytes(Stream stream, long limit, CancellationToken cancellationToken) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>What <see cref="Count"/> will be at most.</summary>
    internal long Ceiling { get; } = stream.CanSeek ? Math.Min(limit, stream.Length - stream.Position) : limit;

    /// <summary>How many bytes were read.</summary>
    internal long Count { get; private set; }

    /// <summary>The digest of what was read.</summary>
    internal Sha256Digest Digest => Sha256Digest.FromHash(_hash.GetCurrentHash());

    /// <summary>Reads some bytes; none at the end.</summary>
    internal int Read(byte[] buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = stream.Read(buffer, 0, buffer.Length);
        Count += read;
        if (Count > limit)
        {
            throw new PackageRefusedException(
                PackagingDiagnostics.ArchiveTooLarge.Error(
                    $"The archive has more than {limit} bytes.",
                    "Leave out what the plugin does not need."
                )
            );
        }

        _hash.AppendData(buffer, 0, read);
        return read;
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
