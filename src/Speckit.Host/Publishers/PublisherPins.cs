using System.Collections.Immutable;

namespace Speckit.Host.Publishers;

/// <summary>What this user learnt of publishers: the keys that they signed with first, and the keys that are not to be trusted any more
/// (security: "registries other than for the keys pinned to them").</summary>
/// <param name="Pins">By subject: a scope, a plugin's name or a signer.</param>
/// <param name="Revoked">The identifiers of revoked keys.</param>
public sealed record PublisherPins(
    ImmutableSortedDictionary<string, PublisherPin> Pins,
    ImmutableSortedSet<string> Revoked
)
{
    /// <summary>Nothing learnt.</summary>
    public static PublisherPins Empty { get; } =
        new(
            ImmutableSortedDictionary.Create<string, PublisherPin>(StringComparer.Ordinal),
            ImmutableSortedSet.Create<string>(StringComparer.Ordinal)
        );

    /// <summary>The same with another key of a subject.</summary>
    public PublisherPins With(string subject, string keyId, DateTimeOffset now)
    {
        var pin = Pins.GetValueOrDefault(subject) ?? new PublisherPin([], now);
        return pin.Keys.Contains(keyId)
            ? this
            : this with
            {
                Pins = Pins.SetItem(subject, pin with { Keys = pin.Keys.Add(keyId) }),
            };
    }
}

/// <summary>The keys of one subject.</summary>
/// <param name="Keys">Identifiers: hex SHA-256 of the SPKI DER.</param>
/// <param name="Since">When the first of them was seen, UTC.</param>
public sealed record PublisherPin(ImmutableArray<string> Keys, DateTimeOffset Since);
