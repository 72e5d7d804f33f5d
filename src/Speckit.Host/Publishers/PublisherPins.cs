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
    private const int KeyIdLength = 64;

    /// <summary>Nothing learnt.</summary>
    public static PublisherPins Empty { get; } =
        new(
            ImmutableSortedDictionary.Create<string, PublisherPin>(StringComparer.Ordinal),
            ImmutableSortedSet.Create<string>(StringComparer.Ordinal)
        );

    /// <summary>Whether a text has the form of a key's identifier: hexadecimal SHA-256 in small letters.</summary>
    public static bool IsKeyId(string? text) =>
        text is { Length: KeyIdLength } && text.All(c => char.IsAsciiHexDigitLower(c));

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

    /// <summary>The same without one key of a subject, or without the subject.</summary>
    /// <param name="subject">Whose key.</param>
    /// <param name="keyId">The key; null for all of them.</param>
    public PublisherPins Without(string subject, string? keyId)
    {
        if (Pins.GetValueOrDefault(subject) is not { } pin || (keyId is not null && !pin.Keys.Contains(keyId)))
        {
            return this;
        }

        var rest = keyId is null ? [] : pin.Keys.Remove(keyId);
        return this with
        {
            Pins = rest.IsEmpty ? Pins.Remove(subject) : Pins.SetItem(subject, pin with { Keys = rest }),
        };
    }

    /// <summary>The same with a key that is not to be trusted any more.</summary>
    public PublisherPins Revoke(string keyId) =>
        Revoked.Contains(keyId) ? this : this with { Revoked = Revoked.Add(keyId) };

    /// <summary>The same with a key that may be trusted again.</summary>
    public PublisherPins Unrevoke(string keyId) =>
        Revoked.Contains(keyId) ? this with { Revoked = Revoked.Remove(keyId) } : this;
}

/// <summary>The keys of one subject.</summary>
/// <param name="Keys">Identifiers: hex SHA-256 of the SPKI DER.</param>
/// <param name="Since">When the first of them was seen, UTC.</param>
public sealed record PublisherPin(ImmutableArray<string> Keys, DateTimeOffset Since);
