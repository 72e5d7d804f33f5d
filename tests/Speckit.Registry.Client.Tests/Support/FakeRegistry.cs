using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Speckit.Registry.Client.Tests.Support;

/// <summary>A real web server that answers as a test says, on a free port of this machine.</summary>
internal sealed class FakeRegistry : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new(StringComparer.Ordinal);

    private FakeRegistry(WebApplication application)
    {
        _application = application;
        _application.Run(AnswerAsync);
    }

    public string Url { get; private set; } = "";

    /// <summary>Every request: method, path with query, and the Authorization header.</summary>
    public ConcurrentQueue<(string Method, string Path, string? Token)> Requests { get; } = new();

    public static async Task<FakeRegistry> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MinResponseDataRate = null);
        var registry = new FakeRegistry(builder.Build());
        await registry._application.StartAsync();
        registry.Url = registry._application.Urls.Single();
        registry.On(
            "/index/config.json",
            JsonAnswer($$"""{"dl":"{{registry.Url}}/dl/{sha256}","api":"{{registry.Url}}"}""")
        );
        return registry;
    }

    public void On(string path, RequestDelegate answer) => _answers[path] = answer;

    public static RequestDelegate JsonAnswer(string json, int status = 200, string type = "application/json") =>
        context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            return context.Response.WriteAsync(json);
        };

    public static RequestDelegate Bytes(byte[] bytes, string? etag = null) =>
        context =>
        {
            if (etag is not null)
            {
                context.Response.Headers.ETag = etag;
                if (context.Request.Headers.IfNoneMatch == etag)
                {
                    context.Response.StatusCode = 304;
                    return Task.CompletedTask;
                }
            }

            context.Response.ContentLength = bytes.Length;
            return context.Response.Body.WriteAsync(bytes).AsTask();
        };

    public static RequestDelegate Status(int status) =>
        context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

    public static RequestDelegate Redirect(string target, int status = 302) =>
        context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = target;
            return Task.CompletedTask;
        };

    /// <summary>Sends some bytes every now and then, for ever.</summary>
    public static RequestDelegate Drip(TimeSpan every, int bytes = 1) =>
        async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[bytes], context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(every, context.RequestAborted);
            }
        };

    public int Count(string path) => Requests.Count(request => request.Path == path);

    public async ValueTask DisposeAsync()
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            await _application.StopAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            // Connections that drip for ever are cut.
        }

        await _application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        Requests.Enqueue((request.Method, request.Path + request.QueryString, request.Headers.Authorization));
        if (_answers.TryGetValue(request.Path, out var answer))
        {
            await answer(context);
        }
        else
        {
            context.Response.StatusCode = 404;
        }
    }
}
