using System.Collections.Immutable;
using System.Security.Cryptography;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Paths;

namespace Speckit.Packaging.Archives;

/// <summary>One pass over one archive: checks, hashes and hands on each file.</summary>
internal sealed class PackageScan(ArchiveLimits limits, IFileSink sink) : IDisposable
{
    private const UnixFileMode Special = UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit;
    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly string[] Documents = [PluginManifest.FileName, "README.md", "CHANGELOG.md"];

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly PathTree _tree = new(limits.MaxEntries);
    private readonly byte[] _buffer = new byte[64 << 10];
    private readonly ImmutableArray<TreeEntry>.Builder _entries = ImmutableArray.CreateBuilder<TreeEntry>();
    private readonly Dictionary<string, MemoryStream> _documents = new(StringComparer.Ordinal);

    private long _extracted;

    internal PackageContents Run(SourceBytes source)
    {
        using (var gzip = new GzipReader(source, limits))
        {
            var tar = new TarReader(gzip, limits);
            while (tar.Next() is { } member)
            {
                Check(member);
                if (member.IsFile)
                {
                    Take(tar, member);
                }
            }

            if (!_documents.ContainsKey(PluginManifest.FileName))
            {
                throw Refuse(PackagingDiagnostics.ManifestMissing, "plugin.yaml is not at the root of the archive.");
            }

            sink.Finish();
            return Contents(source);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private static PackageRefusedException Refuse(DiagnosticDescriptor descriptor, string message) =>
        new(descriptor.Error(message, "Pack the plugin with 'specify plugin build'."));

    private void Check(TarMember member)
    {
        var problem =
            EntryPath.Check(member.Path, limits.MaxPathBytes, limits.MaxDepth) ?? _tree.Add(member.Path, member.IsFile);
        if (problem is not null)
        {
            throw new PackageRefusedException(problem);
        }

        if (((UnixFileMode)member.Mode & Special) != UnixFileMode.None)
        {
            throw Refuse(
                PackagingDiagnostics.SpecialModeRefused,
                $"'{member.Path}' has a setuid, setgid or sticky bit."
            );
        }

        if (member.Size > limits.MaxMemberBytes)
        {
            throw Refuse(
                PackagingDiagnostics.MemberTooLarge,
                $"'{member.Path}' has {member.Size} bytes, at most {limits.MaxMemberBytes} are allowed."
            );
        }

        if (_extracted + member.Size > limits.MaxExtractedBytes)
        {
            throw Refuse(
                PackagingDiagnostics.ExtractedTooLarge,
                $"The files have more than {limits.MaxExtractedBytes} bytes."
            );
        }

        if (Documents.Contains(member.Path, StringComparer.Ordinal) && member.Size > limits.MaxDocumentBytes)
        {
            throw Refuse(
                PackagingDiagnostics.DocumentTooLarge,
                $"'{member.Path}' has {member.Size} bytes, at most {limits.MaxDocumentBytes} are allowed."
            );
        }
    }

    private void Take(TarReader tar, TarMember member)
    {
        var executable = ((UnixFileMode)member.Mode & AnyExecute) != UnixFileMode.None;
        MemoryStream? document = null;
        if (Documents.Contains(member.Path, StringComparer.Ordinal))
        {
            document = new MemoryStream((int)member.Size);
            _documents.Add(member.Path, document);
        }

        using var file = sink.Create(member.Path, executable);
        while (tar.Read(_buffer) is > 0 and var read)
        {
            _hash.AppendData(_buffer, 0, read);
            file.Write(_buffer, 0, read);
            document?.Write(_buffer, 0, read);
        }

        sink.Complete(file);
        _extracted += member.Size;
        var digest = Sha256Digest.FromHash(_hash.GetHashAndReset());
        _entries.Add(new TreeEntry(member.Path, executable, member.Size, digest));
    }

    private PackageContents Contents(SourceBytes source)
    {
        var entries = _entries.DrainToImmutable();
        return new PackageContents
        {
            ArchiveDigest = source.Digest,
            ArchiveSize = source.Count,
            ExtractedSize = _extracted,
            TreeDigest = TreeDigest.Of(entries),
            Entries = entries,
            ManifestYaml = Document(Documents[0])!.Value,
            Readme = Document(Documents[1]),
            Changelog = Document(Documents[2]),
        };
    }

    private ReadOnlyMemory<byte>? Document(string path) =>
        _documents.TryGetValue(path, out var document)
            ? new ReadOnlyMemory<byte>(document.ToArray())
            : (ReadOnlyMemory<byte>?)null;
}
