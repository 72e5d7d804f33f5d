namespace Speckit.Registry.Storage;

/// <summary>Instants as the database keeps them: milliseconds since 1970-01-01T00:00:00Z.</summary>
internal static class Instant
{
    /// <summary>The instant of now.</summary>
    public static long Now(TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The instant of a row.</summary>
    public static DateTimeOffset From(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    /// <summary>The instant of a row, where there is one.</summary>
    public static DateTimeOffset? From(long? milliseconds) => milliseconds is { } value ? From(value) : null;
}
