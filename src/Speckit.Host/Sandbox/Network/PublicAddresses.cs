using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Speckit.Host.Sandbox.Network;

/// <summary>Tells addresses of the public internet from all others: private, loopback, link-local, shared, multicast, reserved, and IPv6 forms
/// that carry an IPv4 address inside (IANA special-purpose registries; RFC 6890).</summary>
public static class PublicAddresses
{
    private static readonly ImmutableArray<IPNetwork> NotPublicV4 =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/3"),
    ];

    /// <summary>All of today's internet is in it; loopback, link-local, unique local, mapped, compatible and NAT64 addresses are not.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Protocol assignments with Teredo, documentation, 6to4.</summary>
    private static readonly ImmutableArray<IPNetwork> NotPublicV6 =
    [
        IPNetwork.Parse("2001::/23"),
        IPNetwork.Parse("2001:db8::/32"),
        IPNetwork.Parse("2002::/16"),
        IPNetwork.Parse("3fff::/20"),
    ];

    /// <summary>Whether an address belongs to the public internet.</summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !NotPublicV4.Any(n => n.Contains(address)),
            AddressFamily.InterNetworkV6 => !address.IsIPv4MappedToIPv6
                && GlobalUnicast.Contains(address)
                && !NotPublicV6.Any(n => n.Contains(address)),
            _ => false,
        };
    }
}
