using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Speckit.Manifests.Diagnostics;
using Speckit.Registry.Storage.Blobs;

namespace Speckit.Registry.Features.Publish;

/// <summary>Reads the multipart body of a publication: the archive goes to a file as it arrives, the small parts to memory.</summary>
internal sealed class UploadReader(BlobStore blobs, RequestLimits limits)
{
    /// <summary>The part with the package.</summary>
    public const string ArchivePart = "archive";

    /// <summary>The part with its signature envelope.</summary>
    public const string SignaturePart = "signature";

    /// <summary>The part with the publisher's first key.</summary>
    public const string PublicKeyPart = "publicKey";

    private const int MaxParts = 3;
    private const int MaxBoundary = 70;

    /// <summary>Reads the body. What it returns is the caller's to dispose of.</summary>
    public async Task<Result<Upload>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var boundary = Boundary(request.ContentType);
        if (!boundary.TryGet(out var marker))
        {
            return boundary.Propagate<Upload>();
        }

        var upload = new Upload();
        try
        {
            var problem = await ReadPartsAsync(new MultipartReader(marker, request.Body), upload, cancellationToken);
            if (problem is null && upload.Archive is not null)
            {
                return Result<Upload>.Success(upload);
            }

            upload.Dispose();
            return problem ?? Invalid("The upload has no part 'archive'.");
        }
        catch (InvalidDataException exception)
        {
            upload.Dispose();
            return Invalid($"The body is not valid multipart/form-data: {exception.Message}");
        }
        catch (IOException exception) when (exception is not BadHttpRequestException && IsTruncated(exception))
        {
            upload.Dispose();
            return Invalid("The body ends in the middle of a part.");
        }
        catch
        {
            upload.Dispose();
            throw;
        }
    }

    private static bool IsTruncated(IOException exception) =>
        exception.Message.StartsWith("Unexpected end of Stream", StringComparison.Ordinal);

    private async Task<Diagnostic?> ReadPartsAsync(
        MultipartReader reader,
        Upload upload,
        CancellationToken cancellationToken
    )
    {
        for (var parts = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; parts++)
        {
            if (parts == MaxParts)
            {
                return Invalid($"The upload has more than {MaxParts} parts.");
            }

            var name = section.GetContentDispositionHeader()?.Name.Value?.Trim('"');
            var problem = name switch
            {
                ArchivePart when upload.Archive is null => await ReadArchiveAsync(section, upload, cancellationToken),
                SignaturePart when upload.Signature is null => await ReadSignatureAsync(
                    section,
                    upload,
                    cancellationToken
                ),
                PublicKeyPart when upload.PublicKey is null => await ReadKeyAsync(section, upload, cancellationToken),
                ArchivePart or SignaturePart or PublicKeyPart => Invalid($"The part '{name}' is there twice."),
                _ => Invalid($"The part '{name}' is unknown."),
            };
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    private async Task<Diagnostic?> ReadArchiveAsync(
        MultipartSection section,
        Upload upload,
        CancellationToken cancellationToken
    )
    {
        upload.Archive = blobs.CreateIncoming();
        return await CopyAsync(section, upload.Archive, limits.MaxArchive, ArchivePart, cancellationToken);
    }

    private async Task<Diagnostic?> ReadSignatureAsync(
        MultipartSection section,
        Upload upload,
        CancellationToken cancellationToken
    )
    {
        using var memory = new MemoryStream();
        var problem = await CopyAsync(section, memory, limits.MaxSignature, SignaturePart, cancellationToken);
        upload.Signature = memory.ToArray();
        return problem;
    }

    private async Task<Diagnostic?> ReadKeyAsync(
        MultipartSection section,
        Upload upload,
        CancellationToken cancellationToken
    )
    {
        using var memory = new MemoryStream();
        var problem = await CopyAsync(section, memory, limits.MaxKey, PublicKeyPart, cancellationToken);
        upload.PublicKey = System.Text.Encoding.UTF8.GetString(memory.ToArray());
        return problem;
    }

    private static async Task<Diagnostic?> CopyAsync(
        MultipartSection section,
        Stream target,
        long most,
        string part,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[1 << 16];
        long total = 0;
        while (await section.Body.ReadAsync(buffer, cancellationToken) is var read && read > 0)
        {
            total += read;
            if (total > most)
            {
                return RegistryDiagnostics.TooLarge.Error(
                    $"The part '{part}' is larger than {most} bytes.",
                    "Leave out of the package what is not needed to run the plugin."
                );
            }

            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return null;
    }

    private static Result<string> Boundary(string? contentType)
    {
        if (
            !MediaTypeHeaderValue.TryParse(contentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        )
        {
            return RegistryDiagnostics.UnsupportedMediaType.Error(
                $"The body is '{contentType}', expected multipart/form-data.",
                "Publish with: specify plugin publish."
            );
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        return boundary is { Length: > 0 and <= MaxBoundary }
            ? boundary
            : Invalid($"The boundary of the body is missing or longer than {MaxBoundary} characters.");
    }

    private static Diagnostic Invalid(string message) =>
        RegistryDiagnostics.UploadInvalid.Error(
            message,
            $"Send the parts {ArchivePart}, {SignaturePart} and, with the first publication, {PublicKeyPart}."
        );
}

/// <summary>The parts of a publication.</summary>
internal sealed class Upload : IDisposable
{
    /// <summary>The package, in a file of its own that nobody else writes.</summary>
    public FileStream? Archive { get; set; }

    /// <summary>The signature envelope.</summary>
    public byte[]? Signature { get; set; }

    /// <summary>The key that comes along, PEM.</summary>
    public string? PublicKey { get; set; }

    /// <summary>Removes the file, unless it was moved away.</summary>
    public void Dispose()
    {
        if (Archive is not null)
        {
            Archive.Dispose();
            File.Delete(Archive.Name);
        }
    }
}
