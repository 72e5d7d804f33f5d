namespace Speckit.Host.Events;

/// <summary>Universally unique, lexicographically sortable identifiers (github.com/ulid/spec): 48 bits of time, 80 random bits.</summary>
internal static class Ulid
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A new identifier of 26 characters.</summary>
    internal static string New(TimeProvider time)
    {
        Span<byte> random = stackalloc byte[16];
        _ = Guid.NewGuid().TryWriteBytes(random);

        // A version-4 GUID has fixed bits in bytes 6 to 8; the other ten are random.
        Span<byte> bytes =
        [
            random[0],
            random[1],
            random[2],
            random[3],
            random[4],
            random[5],
            random[9],
            random[10],
            random[11],
            random[12],
        ];
        var value = (UInt128)(ulong)time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var b in bytes)
        {
            value = (value << 8) | b;
        }

        return string.Create(
            26,
            value,
            static (text, rest) =>
            {
                for (var i = text.Length - 1; i >= 0; i--)
                {
                    text[i] = Alphabet[(int)(rest & 31)];
                    rest >>= 5;
                }
            }
        );
    }
}
