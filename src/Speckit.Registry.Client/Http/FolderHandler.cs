using System.Net;
using System.Text.Json;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Files;

namespace Speckit.Registry.Client.Http;

/// <summary>Answers requests from the files of one folder: a static registry without a server. Nothing outside of the folder is read, and
/// no link below it is followed.</summary>
/// <param name="root">The folder, absolute.</param>
internal sealed class FolderHandler(string root) : HttpMessageHandler
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult(Answer(request));
        }
        catch (UnauthorizedAccessException exception)
        {
            return Task.FromException<HttpResponseMessage>(new HttpRequestException(exception.Message, exception));
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return Task.FromException<HttpResponseMessage>(exception);
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        if (request.Method != HttpMethod.Get)
        {
            return Refuse(request, "a folder is read, not written to", HttpStatusCode.MethodNotAllowed);
        }

        if (!Directory.Exists(root))
        {
            throw new HttpRequestException("there is no such folder");
        }

        if (RelativePath(request.RequestUri!) is not { } relative)
        {
            return Refuse(request, "that is not in the folder", HttpStatusCode.Forbidden);
        }

        var path = root;
        foreach (var segment in relative.Split(Path.DirectorySeparatorChar))
        {
            path = Path.Combine(path, segment);
            if (new FileInfo(path).LinkTarget is not null)
            {
                return Refuse(request, $"'{path}' is a link", HttpStatusCode.Forbidden);
            }
        }

        return File.Exists(path) ? Serve(request, path) : new(HttpStatusCode.NotFound) { RequestMessage = request };
    }

    private static HttpResponseMessage Serve(HttpRequestMessage request, string path)
    {
        var opened = PlainFile.OpenRead(path);
        return opened.TryGet(out var file)
            ? new(HttpStatusCode.OK) { RequestMessage = request, Content = new StreamContent(file) }
            : Refuse(request, opened.Diagnostics[0].Message, HttpStatusCode.Forbidden);
    }

    private string? RelativePath(Uri url)
    {
        if (!url.IsFile || url.Query.Length > 0)
        {
            return null;
        }

        var below = Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar;
        var path = url.LocalPath;
        // An escaped slash or dot is a slash or dot of the path by now.
        return
            !path.Contains('\0', StringComparison.Ordinal)
            && Path.GetFullPath(path) is var full
            && full.StartsWith(below, StringComparison.Ordinal)
            && full.Length > below.Length
            ? full[below.Length..]
            : null;
    }

    private static HttpResponseMessage Refuse(HttpRequestMessage request, string why, HttpStatusCode status)
    {
        var problem = new ProblemDetails
        {
            Title = RegistryClientDiagnostics.FolderRefused.Title,
            Status = (int)status,
            Code = RegistryClientDiagnostics.FolderRefused.Code,
            Detail = why,
            Hint = "make the folder anew with 'specify plugin vendor'",
        };
        var content = new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(problem, RegistryJsonContext.Default.ProblemDetails)
        );
        content.Headers.ContentType = new(ProblemDetails.MediaType);
        return new(status) { RequestMessage = request, Content = content };
    }
}
