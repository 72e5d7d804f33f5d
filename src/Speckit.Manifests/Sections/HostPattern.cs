using System.Net;
using System.Net.Sockets;

namespace Speckit.Manifests.Sections;

/// <summary>The hosts a plugin connects to: <c>name</c>, <c>*.name</c>, <c>*</c>, or an address.</summary>
internal static class HostPattern
{
    private const int MaxLength = 253;
    private const int MaxLabel = 63;

    public static bool IsValid(string host)
    {
        if (host.Contains(':', StringComparison.Ordinal))
        {
            return IPAddress.TryParse(host, out var address)
                && address.AddressFamily == AddressFamily.InterNetworkV6
                && !host.AsSpan().ContainsAny("[]%");
        }

        var name = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;
        return host == "*" || (name.Length <= MaxLength && name.Split('.').All(IsLabel));
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabel
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
