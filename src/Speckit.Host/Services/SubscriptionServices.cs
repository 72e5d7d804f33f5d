using System.Collections.Immutable;
using Speckit.Host.Services.Limits;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Services;

/// <summary><c>events/subscribe</c>: events while the plugin runs. No capability is needed: hooks get them without one, too.</summary>
internal static class SubscriptionServices
{
    private const int MaxPattern = 200;
    internal static ImmutableArray<Service> All { get; } =
    [Service.Create(Methods.EventsSubscribe, null, j => j.SubscribeParams, j => j.Empty, SubscribeAsync)];

    private static Task<Empty> SubscribeAsync(ServiceContext context, SubscribeParams wanted, CancellationToken _)
    {
        if (wanted.Patterns is not { Count: > 0 } patterns)
        {
            throw new RpcErrorException(RpcErrorCodes.InvalidParams, "events/subscribe needs at least one pattern");
        }

        if (patterns.FirstOrDefault(p => !IsPattern(p)) is var wrong && patterns.Any(p => !IsPattern(p)))
        {
            throw new RpcErrorException(
                RpcErrorCodes.InvalidParams,
                $"'{wrong}' is no pattern of events: lower-case segments with dots between them, '*' for one segment, '**' at the end for the rest"
            );
        }

        context.Meter.Count(RunLimit.Subscriptions, patterns.Count);
        context.Subscriptions.Add(patterns);
        return Task.FromResult(Empty.Instance);
    }

    private static bool IsPattern(string? pattern)
    {
        if (pattern is not { Length: > 0 and <= MaxPattern })
        {
            return false;
        }

        var segments = pattern.Split('.');
        return segments[..^1].All(IsSegment) && (segments[^1] == "**" || IsSegment(segments[^1]));
    }

    private static bool IsSegment(string segment) =>
        segment == "*"
        || (
            segment.Length > 0
            && segment.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-')
        );
}
