namespace Speckit.JsonSchema.Formats;

/// <summary>A format that is asserted.</summary>
/// <param name="Name">Its name in a schema.</param>
/// <param name="Expected">What a text must be, for messages.</param>
/// <param name="IsValid">Whether a text is one.</param>
internal sealed record Format(string Name, string Expected, Func<string, bool> IsValid)
{
    private static readonly Dictionary<string, Format> Known = new Format[]
    {
        new("date-time", "a date and time such as 2026-01-31T12:30:00Z", DateTimeFormats.IsDateTime),
        new("date", "a date such as 2026-01-31", DateTimeFormats.IsDate),
        new("time", "a time with its offset such as 12:30:00Z", DateTimeFormats.IsTime),
        new("duration", "a duration such as P1DT12H", DurationFormat.IsValid),
        new("email", "an e-mail address", EmailFormat.IsValid),
        new("hostname", "a host name", HostNameFormat.IsValid),
        new("ipv4", "an IPv4 address such as 192.0.2.1", AddressFormats.IsIPv4),
        new("ipv6", "an IPv6 address such as 2001:db8::1", AddressFormats.IsIPv6),
        new("uri", "a URI with its scheme such as https://example.com/", UriFormat.IsUri),
        new("uri-reference", "a URI or a relative reference", UriFormat.IsReference),
        new("uuid", "a UUID such as 123e4567-e89b-12d3-a456-426614174000", UuidFormat.IsValid),
        new("regex", "a regular expression of ECMA-262", RegexFormat.IsValid),
        new("json-pointer", "a JSON Pointer such as /a/0", PointerFormats.IsPointer),
        new("relative-json-pointer", "a relative JSON Pointer such as 1/a", PointerFormats.IsRelativePointer),
    }.ToDictionary(f => f.Name, StringComparer.Ordinal);

    /// <summary>The format of that name, or null: unknown ones are not asserted.</summary>
    public static Format? Find(string name) => Known.GetValueOrDefault(name);
}
