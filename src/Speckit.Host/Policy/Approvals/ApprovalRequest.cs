using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Policy.Approvals;

/// <summary>What an administrator is asked for: <c>.specify/approvals/&lt;plugin&gt;-&lt;version&gt;-&lt;short digest&gt;.json</c>.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Version">Its version.</param>
/// <param name="Tree">The digest of its files, <c>sha256:…</c>.</param>
/// <param name="Capabilities">The capabilities that need approval, sorted.</param>
/// <param name="RequestedAt">When it was first asked for.</param>
/// <param name="RequestedBy">Who asked.</param>
public sealed record ApprovalRequest(
    PluginName Plugin,
    string Version,
    string Tree,
    ImmutableArray<string> Capabilities,
    DateTimeOffset RequestedAt,
    string RequestedBy
)
{
    private const int ShortDigest = 12;

    /// <summary>The request's file name without <c>.json</c>. The same wish has the same name, whoever has it and whenever.</summary>
    public string Id
    {
        get
        {
            var wish = $"{Plugin}\n{Version}\n{Tree}\n{string.Join(',', Capabilities)}";
            var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wish)));
            return $"{Plugin.ArchiveStem}-{Version}-{digest[..ShortDigest]}";
        }
    }
}

/// <summary>How a request stands.</summary>
public enum RequestStatus
{
    /// <summary>Nobody has answered.</summary>
    Pending,

    /// <summary>It was approved by a key that may approve.</summary>
    Approved,

    /// <summary>It was denied.</summary>
    Denied,

    /// <summary>The approval has ended.</summary>
    Expired,

    /// <summary>The approval does not count.</summary>
    Invalid,
}

/// <summary>A request with the answers to it.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Approval">The approval beside it, signature verified; null without one.</param>
/// <param name="Denial">The denial beside it; null without one.</param>
/// <param name="Problem">Why the approval beside it does not count; null when nothing is wrong.</param>
public sealed record AnsweredRequest(ApprovalRequest Request, Approval? Approval, Denial? Denial, Diagnostic? Problem);

/// <summary>An administrator's no. It is not signed: whoever can write it could delete the request as well, and it only forbids.</summary>
/// <param name="DeniedBy">Who said no.</param>
/// <param name="DeniedAt">When.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record Denial(string DeniedBy, DateTimeOffset DeniedAt, string? Reason);
