using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;
using Speckit.Packaging.Contracts;
using Speckit.Registry.Features;
using Speckit.Registry.Features.Details;
using Speckit.Registry.Features.Download;
using Speckit.Registry.Features.Publish;
using Speckit.Registry.Http;
using Speckit.Registry.Operations;
using Speckit.Registry.Storage;
using Speckit.Registry.Storage.Blobs;
using Speckit.Registry.Storage.Database;
using Speckit.Registry.Storage.Downloads;
using Speckit.Registry.Storage.Index;
using Speckit.Registry.Storage.Keys;
using Speckit.Registry.Storage.Plugins;
using Speckit.Registry.Storage.Tokens;

namespace Speckit.Registry.Hosting;

/// <summary>Puts the web server together: limits, services, middleware in order, endpoints.</summary>
internal static class RegistryApplication
{
    /// <summary>A server that does not listen yet.</summary>
    public static WebApplication Build(
        RegistryOptions options,
        DataDirectory data,
        RegistryDatabase database,
        TimeProvider time
    )
    {
        // No environment variables and no files of the working directory: the command line says it all.
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions
            {
                ContentRootPath = AppContext.BaseDirectory,
                EnvironmentName = Environments.Production,
            }
        );
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.WebHost.ConfigureKestrel(kestrel => Limit(kestrel, options.Limits));
        builder.WebHost.UseUrls([.. options.Urls.Select(url => url.GetLeftPart(UriPartial.Authority))]);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Limits.ShutdownTimeout);
        AddLogging(builder.Logging, time);
        AddStorage(builder.Services, options, data, database, time);
        AddLimits(builder.Services, options.Limits);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, RegistryJsonContext.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, ServerJsonContext.Default);
        });
        builder.Services.AddOpenApi("v1", OpenApiDescription.Configure);

        var application = builder.Build();
        application.UseMiddleware<SparseIndex>();
        application.UseMiddleware<RequestLog>();
        application.UseMiddleware<SecurityHeaders>();
        application.UseMiddleware<ErrorAnswers>();
        application.UseMiddleware<ScopedPaths>();
        application.UseRouting();
        application.UseRateLimiter();
        application.UseRequestTimeouts();
        application.UseMiddleware<TokenAuthentication>();
        Endpoints.Map(application, options.Limits);
        return application;
    }

    private static void Limit(KestrelServerOptions kestrel, RequestLimits limits)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = limits.MaxBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
        kestrel.Limits.MaxRequestLineSize = 8 << 10;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(limits.MinBytesPerSecond, limits.SlowGrace);
        kestrel.Limits.MinResponseDataRate = new MinDataRate(limits.MinBytesPerSecond, limits.SlowGrace);
    }

    private static void AddLogging(ILoggingBuilder logging, TimeProvider time)
    {
        logging.ClearProviders();
        logging.AddConsole(console =>
        {
            console.FormatterName = PlainLogFormatter.FormatterName;
            // Standard output is for what scripts read.
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        logging.AddConsoleFormatter<PlainLogFormatter, ConsoleFormatterOptions>();
        logging.Services.AddSingleton(time);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // Failures to start are told by the command line, once and in words.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }

    private static void AddStorage(
        IServiceCollection services,
        RegistryOptions options,
        DataDirectory data,
        RegistryDatabase database,
        TimeProvider time
    )
    {
        services.AddSingleton(options);
        services.AddSingleton(options.Limits);
        services.AddSingleton(data);
        services.AddSingleton(_ => database);
        services.AddSingleton(new BlobStore(data));
        services.AddSingleton(new TokenStore(database, time));
        services.AddSingleton(new KeyStore(database, time));
        services.AddSingleton(new PluginCatalog(database));
        services.AddSingleton(provider => new IndexCache(provider.GetRequiredService<PluginCatalog>().IndexEntries));
        services.AddSingleton<PluginStore>();
        services.AddSingleton<DownloadCounter>();
        services.AddHostedService(provider => provider.GetRequiredService<DownloadCounter>());
        services.AddSingleton<PublicUrls>();
        services.AddSingleton<RegistryMetrics>();
        services.AddSingleton<VersionPage>();
        services.AddSingleton<GetPlugin>();
        services.AddSingleton<DownloadArchive>();
        services.AddSingleton<UploadReader>();
        services.AddSingleton<SignatureCheck>();
        services.AddSingleton<PublishPlugin>();
    }

    private static void AddLimits(IServiceCollection services, RequestLimits limits)
    {
        services.AddRequestTimeouts(timeouts =>
            timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = limits.RequestTimeout }
        );
        services.AddRateLimiter(limiter =>
        {
            limiter.AddPolicy(RateLimits.Reads, context => RateLimits.PerAddress(context, "r", limits.ReadsPerSecond));
            limiter.AddPolicy(
                RateLimits.Writes,
                context => RateLimits.PerAddress(context, "w", limits.WritesPerSecond)
            );
            limiter.OnRejected = RefuseAsync;
        });
    }

    private static async ValueTask RefuseAsync(OnRejectedContext context, CancellationToken cancellationToken)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
            ? after
            : TimeSpan.FromSeconds(1);
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await Problem
            .Of(
                RegistryDiagnostics.TooManyRequests.Error(
                    "This address sends too many requests.",
                    $"Try again in {seconds} s."
                )
            )
            .ExecuteAsync(context.HttpContext);
    }
}
