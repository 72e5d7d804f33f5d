using System.Numerics;

namespace Speckit.Registry.Client.Resolution.Solving;

/// <summary>What a package may be: bit 0 says "not there at all", bit <c>i + 1</c> the version at place <c>i</c> of the package's
/// ascending list. One set so says what PubGrub says with a range and a sign: a set without bit 0 wants the package.</summary>
/// <remarks>Sets of one package have one length; up to 63 versions need no memory of their own.</remarks>
internal readonly struct VersionSet : IEquatable<VersionSet>
{
    private const int WordBits = 64;
    private readonly ulong _low;
    private readonly ulong[]? _high;

    private VersionSet(ulong low, ulong[]? high)
    {
        _low = low;
        _high = high;
    }

    /// <summary>Absence alone, of a package with that many versions.</summary>
    public static VersionSet Absent(int versions) =>
        new(1, versions < WordBits ? null : new ulong[versions / WordBits]);

    /// <summary>Everything a package with that many versions may be.</summary>
    public static VersionSet Everything(int versions) => Absent(versions).With(0, versions);

    /// <summary>The versions that a predicate takes, of a package with that many.</summary>
    public static VersionSet Where(int versions, Func<int, bool> takes)
    {
        var low = 0ul;
        var high = versions < WordBits ? null : new ulong[versions / WordBits];
        for (var place = 0; place < versions; place++)
        {
            var bit = place + 1;
            var word = takes(place) ? 1ul << (bit % WordBits) : 0;
            if (bit < WordBits)
            {
                low |= word;
            }
            else
            {
                high![(bit / WordBits) - 1] |= word;
            }
        }

        return new(low, high);
    }

    /// <summary>Whether the package may be absent.</summary>
    public bool HasAbsence => (_low & 1) != 0;

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => _low == 0 && (_high is null || !_high.AsSpan().ContainsAnyExcept(0ul));

    /// <summary>How many versions are in it.</summary>
    public int Count
    {
        get
        {
            var count = BitOperations.PopCount(_low & ~1ul);
            foreach (var word in _high.AsSpan())
            {
                count += BitOperations.PopCount(word);
            }

            return count;
        }
    }

    /// <summary>The place of the highest version, or -1.</summary>
    public int Highest
    {
        get
        {
            for (var i = (_high?.Length ?? 0) - 1; i >= 0; i--)
            {
                if (_high![i] != 0)
                {
                    return ((i + 1) * WordBits) + BitOperations.Log2(_high[i]) - 1;
                }
            }

            return (_low & ~1ul) == 0 ? -1 : BitOperations.Log2(_low) - 1;
        }
    }

    /// <summary>Whether the version at that place is in it.</summary>
    public bool Contains(int version)
    {
        var bit = version + 1;
        var word = bit < WordBits ? _low : _high![(bit / WordBits) - 1];
        return (word & (1ul << (bit % WordBits))) != 0;
    }

    /// <summary>Both.</summary>
    public VersionSet And(VersionSet other) =>
        _high is null
            ? new(_low & other._low, null)
            : new(_low & other._low, Combine(other, static (left, right) => left & right));

    /// <summary>Either.</summary>
    public VersionSet Or(VersionSet other) =>
        _high is null
            ? new(_low | other._low, null)
            : new(_low | other._low, Combine(other, static (left, right) => left | right));

    /// <summary>This without the other.</summary>
    public VersionSet Except(VersionSet other) =>
        _high is null
            ? new(_low & ~other._low, null)
            : new(_low & ~other._low, Combine(other, static (left, right) => left & ~right));

    /// <summary>Whether the other has everything of this.</summary>
    public bool IsWithin(VersionSet other)
    {
        if ((_low & ~other._low) != 0)
        {
            return false;
        }

        for (var i = 0; i < (_high?.Length ?? 0); i++)
        {
            if ((_high![i] & ~other._high![i]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether they have something in common.</summary>
    public bool Meets(VersionSet other)
    {
        if ((_low & other._low) != 0)
        {
            return true;
        }

        for (var i = 0; i < (_high?.Length ?? 0); i++)
        {
            if ((_high![i] & other._high![i]) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>With the versions from one place up to, and not with, another.</summary>
    public VersionSet With(int from, int to)
    {
        if (from >= to)
        {
            return this;
        }

        var low = _low | Mask(from + 1, to + 1);
        var high = (ulong[]?)_high?.Clone();
        for (var i = 0; i < (high?.Length ?? 0); i++)
        {
            var offset = (i + 1) * WordBits;
            high![i] |= Mask(from + 1 - offset, to + 1 - offset);
        }

        return new(low, high);
    }

    /// <inheritdoc/>
    public bool Equals(VersionSet other) =>
        _low == other._low && (_high is null || _high.AsSpan().SequenceEqual(other._high));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is VersionSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(_low);
        foreach (var word in _high.AsSpan())
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }

    // The bits of a word from one place up to another, either of which may be outside.
    private static ulong Mask(int from, int to)
    {
        from = Math.Clamp(from, 0, WordBits);
        to = Math.Clamp(to, 0, WordBits);
        var below = to == WordBits ? ulong.MaxValue : (1ul << to) - 1;
        return from == WordBits ? 0 : below & ~((1ul << from) - 1);
    }

    private ulong[] Combine(VersionSet other, Func<ulong, ulong, ulong> combine)
    {
        var high = new ulong[_high!.Length];
        for (var i = 0; i < high.Length; i++)
        {
            high[i] = combine(_high[i], other._high![i]);
        }

        return high;
    }
}
