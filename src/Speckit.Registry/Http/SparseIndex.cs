using System.Text.Json;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Speckit.Packaging.Contracts;
using Speckit.Registry.Operations;
using Speckit.Registry.Storage.Index;

namespace Speckit.Registry.Http;

/// <summary>Serves the sparse index (formats, "Registry index") before any other middleware: ready bytes from memory,
/// nothing logged, routed or allocated for a request that hits.</summary>
internal sealed class SparseIndex(RequestDelegate next, IndexCache cache, PublicUrls urls, RegistryMetrics metrics)
{
    private const string ConfigPath = IndexCache.Root + IndexPath.Config;

    // Anybody may keep it; everybody asks before using it, which costs a 304.
    private static readonly StringValues Revalidate = "public, no-cache";
    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues PlainText = "text/plain; charset=utf-8";

    /// <summary>Runs the middleware.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (!path.StartsWith(IndexCache.Root, StringComparison.Ordinal))
        {
            return next(context);
        }

        var isHead = HttpMethods.IsHead(context.Request.Method);
        if (!isHead && !HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return RefuseAsync(context, StatusCodes.Status405MethodNotAllowed);
        }

        if (path == ConfigPath)
        {
            return SendConfigAsync(context, isHead);
        }

        return cache.Find(path) is { } document
            ? SendAsync(context, document, isHead)
            : RefuseAsync(context, StatusCodes.Status404NotFound);
    }

    private Task SendAsync(HttpContext context, IndexDocument document, bool isHead)
    {
        var response = context.Response;
        response.Headers.ETag = document.ETag;
        response.Headers.CacheControl = Revalidate;
        response.Headers.XContentTypeOptions = NoSniff;
        if (IsCurrent(context.Request.Headers.IfNoneMatch, document.ETagText))
        {
            metrics.IndexNotModified();
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        metrics.IndexServed();
        response.Headers.ContentType = PlainText;
        response.ContentLength = document.Body.Length;
        if (isHead)
        {
            return Task.CompletedTask;
        }

        document.Body.Span.CopyTo(response.BodyWriter.GetSpan(document.Body.Length));
        response.BodyWriter.Advance(document.Body.Length);
        return Task.CompletedTask;
    }

    private Task SendConfigAsync(HttpContext context, bool isHead)
    {
        var config = new IndexConfig
        {
            Download = urls.ArchiveTemplate(context.Request),
            Api = urls.Base(context.Request),
        };
        var body = JsonSerializer.SerializeToUtf8Bytes(config, RegistryJsonContext.Default.IndexConfig);
        var response = context.Response;
        response.ContentType = "application/json";
        response.Headers.XContentTypeOptions = NoSniff;
        // Built from the Host header: a shared cache would hand one caller's words to the next.
        response.Headers.CacheControl = urls.IsFixed ? Revalidate : "no-store";
        response.ContentLength = body.Length;
        return isHead ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private Task RefuseAsync(HttpContext context, int status)
    {
        metrics.IndexMissed();
        context.Response.Headers.XContentTypeOptions = NoSniff;
        var path = context.Request.Path;
        var diagnostic =
            status == StatusCodes.Status404NotFound
                ? RegistryDiagnostics.NotFound.Error(
                    $"There is nothing in the index at '{path}'.",
                    "See /index/config.json."
                )
                : RegistryDiagnostics.MethodNotAllowed.Error(
                    "The index takes GET and HEAD.",
                    "Publish with POST /plugins."
                );
        return Problem.Of(status, diagnostic).ExecuteAsync(context);
    }

    private static bool IsCurrent(StringValues ifNoneMatch, string tag)
    {
        if (ifNoneMatch.Count == 0)
        {
            return false;
        }

        // The usual case: the one tag that was given out.
        return ifNoneMatch.Count == 1 && ifNoneMatch[0] == tag || IsAmong(ifNoneMatch, tag);
    }

    private static bool IsAmong(StringValues ifNoneMatch, string tag) =>
        EntityTagHeaderValue.TryParseList([.. ifNoneMatch.Select(value => value ?? "")], out var tags)
        && tags.Any(candidate => candidate.Tag == "*" || candidate.Tag == tag);
}
