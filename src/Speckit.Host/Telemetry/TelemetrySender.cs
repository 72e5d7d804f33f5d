using System.Collections.Immutable;
using System.Net;
using Speckit.Host.Projects;

namespace Speckit.Host.Telemetry;

/// <summary>Sends what waits, in a process of its own, so that no command waits for the network. There is one at a time; it ends by itself.</summary>
/// <param name="user">The user's state.</param>
/// <param name="time">The clock.</param>
/// <param name="variable">Reads an environment variable.</param>
public sealed class TelemetrySender(UserLayout user, TimeProvider time, Func<string, string?> variable)
{
    private const int MostBatches = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(4);
    private readonly SpoolFolder _folder = new(user);

    /// <summary>Sends what waits, if telemetry is on.</summary>
    /// <returns>How many records arrived.</returns>
    public async Task<int> SendAsync(CancellationToken cancellationToken)
    {
        var state = new TelemetrySwitch(user, variable).For(project: null);
        if (!state.IsOn || !_folder.HasWork)
        {
            return 0;
        }

        using var alone = SpoolFolder.TryHold(_folder.SenderLock);
        if (alone is null)
        {
            return 0;
        }

        using var late = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        using var http = new HttpClient(Handler(state.Settings!.Endpoint)) { Timeout = Timeout.InfiniteTimeSpan };
        return await SendAllAsync(http, state.Settings, either.Token);
    }

    private async Task<int> SendAllAsync(
        HttpClient http,
        TelemetrySettings settings,
        CancellationToken cancellationToken
    )
    {
        var batch = new UsageBatch(_folder, new TelemetryConsentFile(user), time);
        var sent = 0;
        for (var i = 0; i < MostBatches; i++)
        {
            var events = await batch.TakeAsync(cancellationToken);
            if (events.IsEmpty)
            {
                break;
            }

            var arrived = await TrySendAsync(http, settings, batch, events, cancellationToken);
            await RememberAsync(arrived);
            if (!arrived)
            {
                break;
            }

            sent += events.Length;
        }

        return sent;
    }

    private static async Task<bool> TrySendAsync(
        HttpClient http,
        TelemetrySettings settings,
        UsageBatch batch,
        ImmutableArray<UsageEvent> events,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, Address(settings))
            {
                Version = HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new UsageContent(events, settings.Protocol, batch.LeaveAsync),
            };
            using var response = await http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            );
            if (!response.IsSuccessStatusCode)
            {
                await batch.ReturnAsync(CancellationToken.None);
                return false;
            }

            batch.Done();
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // Without an answer it may have arrived, unless no byte left: then there is nothing in flight to be forgotten.
            batch.Done();
            return false;
        }
    }

    private async Task RememberAsync(bool arrived)
    {
        using var held = await _folder.TryHoldAsync(time, CancellationToken.None);
        if (held is null || !new TelemetryConsentFile(user).IsThere)
        {
            return;
        }

        var schedule = new SendSchedule(_folder, time);
        if (arrived)
        {
            schedule.Succeeded();
        }
        else
        {
            schedule.Failed();
        }
    }

    private static Uri Address(TelemetrySettings settings) =>
        settings.Protocol == TelemetryProtocol.Otlp
            ? new Uri(settings.Endpoint.AbsoluteUri.TrimEnd('/') + "/v1/logs")
            : settings.Endpoint;

    /// <summary>Nothing is added to what HTTP needs: no cookies, no credentials, no trace headers; and nobody sends it elsewhere.</summary>
    private static SocketsHttpHandler Handler(Uri endpoint) =>
        new()
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectLimit,
            // A connection that is used again may be dead, and a second try would be a second time.
            PooledConnectionLifetime = TimeSpan.Zero,
            UseCookies = false,
            UseProxy = !endpoint.IsLoopback,
        };
}
