using System.Collections.Immutable;
using System.Net;

namespace Speckit.Host.Sandbox.Network;

/// <summary>Which hosts a plugin may reach (security: "network"). Deny beats allow; an empty list allows nothing; no list at all allows every
/// public host.</summary>
public sealed record HostRules
{
    /// <summary>The patterns that are allowed: a name, <c>*.name</c> for all below it, <c>*</c> for all, or an address; null for every public
    /// host.</summary>
    public ImmutableArray<string>? Allowed { get; init; }

    /// <summary>The patterns that are denied, whatever is allowed.</summary>
    public ImmutableArray<string> Denied { get; init; } = [];

    /// <summary>The ports that are never connected to.</summary>
    public ImmutableArray<int> BlockedPorts { get; init; } = [];

    /// <summary>A host as it is compared: lower case, without the dot of the root and the brackets of an IPv6 address. Numbers in any of the
    /// forms that the system's resolver reads (<c>127.1</c>, <c>0x7f000001</c>) become the address that they mean.</summary>
    /// <returns>The host, or null when it is none.</returns>
    public static string? Normalize(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var bare = host.Length > 2 && host[0] == '[' && host[^1] == ']' ? host[1..^1] : host;
        if (IPAddress.TryParse(bare, out var address))
        {
            return address.ToString();
        }

        bare = bare.EndsWith('.') ? bare[..^1] : bare;
        return bare.Length is > 0 and <= 253 && bare.Split('.').All(IsLabel) ? bare.ToLowerInvariant() : null;
    }

    /// <summary>Whether a connection to a host may be tried. Its addresses are still to be checked.</summary>
    /// <returns>Why not, or null when it may.</returns>
    public string? Check(string host, int port)
    {
        if (Normalize(host) is not { } name)
        {
            return $"'{host}' is not a host";
        }

        if (port is < 1 or > ushort.MaxValue)
        {
            return $"{port} is not a port";
        }

        if (BlockedPorts.Contains(port))
        {
            return $"port {port} is blocked";
        }

        if (Denied.FirstOrDefault(p => Matches(p, name)) is { } denied)
        {
            return $"{name} is denied by '{denied}'";
        }

        return Allowed switch
        {
            null => null,
            [] => "no host is allowed",
            { } allowed when allowed.Any(p => Matches(p, name)) => null,
            { } allowed => $"{name} is not one of the allowed hosts: {string.Join(", ", allowed)}",
        };
    }

    /// <summary>Whether an address may be connected to: every public one, and those that are listed by address.</summary>
    public bool Permits(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return !Lists(Denied, address)
            && (PublicAddresses.IsPublic(address) || (Allowed is { } a && Lists(a, address)));
    }

    private static bool Lists(ImmutableArray<string> patterns, IPAddress address) =>
        patterns.Any(p => IPAddress.TryParse(p.Trim('[', ']'), out var listed) && listed.Equals(address));

    private static bool Matches(string pattern, string name)
    {
        if (pattern == "*")
        {
            return true;
        }

        if (pattern.StartsWith("*.", StringComparison.Ordinal))
        {
            // An address has no names below it.
            return !IPAddress.TryParse(name, out _)
                && name.Length > pattern.Length - 1
                && name.EndsWith(pattern[1..].TrimEnd('.'), StringComparison.OrdinalIgnoreCase);
        }

        return string.Equals(Normalize(pattern), name, StringComparison.Ordinal);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
