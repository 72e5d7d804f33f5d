using System.Collections.Immutable;
using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Digests;
using Speckit.Registry.Http;
using Speckit.Registry.Operations;
using Speckit.Registry.Storage.Blobs;
using Speckit.Registry.Storage.Plugins;
using Speckit.Registry.Storage.Tokens;

namespace Speckit.Registry.Features.Publish;

/// <summary><c>POST /plugins</c>: publishes a version. Nothing is seen of it before everything about it was checked and kept.</summary>
internal sealed class PublishPlugin(
    UploadReader uploads,
    SignatureCheck signatures,
    BlobStore blobs,
    PluginStore plugins,
    PublicUrls urls,
    RegistryOptions options,
    RegistryMetrics metrics
) : IDisposable
{
    private readonly SemaphoreSlim _workers = new(options.Limits.ParallelUploads);

    /// <summary>Answers the request.</summary>
    public async Task<IResult> HandleAsync(HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var read = await uploads.ReadAsync(context.Request, cancellation);
        if (!read.TryGet(out var upload))
        {
            metrics.Publication(succeeded: false);
            return Problem.Of(read.Diagnostics);
        }

        using (upload)
        {
            await _workers.WaitAsync(cancellation);
            try
            {
                var published = await PublishAsync(upload, Caller.Of(context), cancellation);
                metrics.Publication(published.Succeeded);
                return Answers.From(published, done => Answer(context, done, published.Diagnostics));
            }
            finally
            {
                _workers.Release();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _workers.Dispose();

    private async Task<Result<Publication>> PublishAsync(
        Upload upload,
        AccessToken publisher,
        CancellationToken cancellation
    )
    {
        var inspected = Inspect(upload.Archive!, cancellation);
        if (!inspected.TryGet(out var contents))
        {
            return inspected.Propagate<Publication>();
        }

        var manifest = ManifestReader.Read(
            PluginManifest.FileName,
            contents.ManifestYaml.Span,
            ManifestReadOptions.ForPublishing
        );
        if (!manifest.TryGet(out var plugin))
        {
            return manifest.Propagate<Publication>();
        }

        var gates = PublishGates.Check(plugin, contents, upload.Signature is not null, options.AllowUnsigned);
        var findings = manifest.Diagnostics.AddRange(gates);
        if (findings.Any(finding => finding.Severity == Severity.Error))
        {
            return Result<Publication>.Failure(findings);
        }

        // Refused here, nothing is kept; asked again in the transaction.
        if (plugins.CheckName(plugin.Name, publisher) is { } refusal)
        {
            return refusal;
        }

        var signed = signatures.Verify(upload, plugin, contents, publisher);
        return signed.TryGet(out var signature)
            ? await StoreAsync(upload, publisher, plugin, contents, signature, findings, cancellation)
            : signed.Propagate<Publication>();
    }

    private Result<PackageContents> Inspect(FileStream archive, CancellationToken cancellation)
    {
        archive.Flush();
        archive.Position = 0;
        return PackageReader.Inspect(
            archive,
            ArchiveLimits.Default with
            {
                MaxArchiveBytes = options.Limits.MaxArchive,
            },
            cancellationToken: cancellation
        );
    }

    private async Task<Result<Publication>> StoreAsync(
        Upload upload,
        AccessToken publisher,
        PluginManifest manifest,
        PackageContents contents,
        CheckedSignature signature,
        ImmutableArray<Diagnostic> warnings,
        CancellationToken cancellation
    )
    {
        var version = new NewVersion
        {
            Publisher = publisher,
            Manifest = manifest,
            ManifestText = Encoding.UTF8.GetString(contents.ManifestYaml.Span),
            Entry = IndexEntryFactory.Create(manifest, contents, signature.KeyId),
            Signature = upload.Signature is null ? null : Sha256Digest.Of(upload.Signature).ToString(),
            FirstKey = signature.FirstKey,
            Readme = Text(contents.Readme),
            Changelog = Text(contents.Changelog),
        };

        // The bytes first: a crash leaves an orphan that the next start sweeps, never a version without its archive.
        if (upload.Signature is not null)
        {
            blobs.Keep(upload.Signature);
        }

        blobs.Keep(upload.Archive!, contents.ArchiveDigest);
        var stored = await plugins.PublishAsync(version, cancellation);
        return stored.Succeeded ? Result<Publication>.Success(stored.Value, warnings) : stored;
    }

    private IResult Answer(HttpContext context, Publication done, ImmutableArray<Diagnostic> warnings)
    {
        var url = urls.Version(context.Request, PluginName.Parse(done.Entry.Name), done.Entry.Version);
        context.Response.Headers.Location = url;
        var response = new PublishResponse
        {
            Name = done.Entry.Name,
            Version = done.Entry.Version,
            Archive = done.Entry.Archive,
            Tree = done.Entry.Tree,
            KeyId = done.Entry.KeyId,
            Trust = done.Entry.Trust,
            Url = url,
            Warnings = [.. warnings.Select(ProblemItem.From)],
        };
        return Answers.Json(
            response,
            RegistryJsonContext.Default.PublishResponse,
            done.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK
        );
    }

    private static string? Text(ReadOnlyMemory<byte>? bytes) =>
        bytes is { } text ? Encoding.UTF8.GetString(text.Span) : null;
}
