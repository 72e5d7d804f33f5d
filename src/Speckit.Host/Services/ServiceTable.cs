using System.Collections.Immutable;

namespace Speckit.Host.Services;

/// <summary>The services there are, by method. Rooms above the host bring their own.</summary>
public sealed class ServiceTable
{
    private readonly Dictionary<string, Service> _services;

    /// <summary>The host's services and more.</summary>
    /// <param name="more">The services of rooms above.</param>
    public ServiceTable(params ImmutableArray<Service> more) =>
        _services = ProjectServices
            .All.Concat(ConversationServices.All)
            .Concat(EnvironmentServices.All)
            .Concat(SubscriptionServices.All)
            .Concat(ShellServices.All)
            .Concat(HttpServices.All)
            .Concat(more)
            .ToDictionary(s => s.Method, StringComparer.Ordinal);

    /// <summary>The service of that method, or null.</summary>
    public Service? Find(string method) => _services.GetValueOrDefault(method);
}
