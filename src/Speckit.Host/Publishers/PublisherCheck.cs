using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Publishers;

/// <summary>Whether a package's signatures are those that its publishers are known for on this machine.</summary>
public static class PublisherCheck
{
    /// <summary>What speaks against the keys that signed a package.</summary>
    /// <param name="pins">What was learnt.</param>
    /// <param name="package">The package, and the keys whose signatures were found right.</param>
    /// <returns>Nothing, <c>SPK5020</c> or <c>SPK5021</c>.</returns>
    public static Diagnostic? Find(PublisherPins pins, SignedPackage package)
    {
        ArgumentNullException.ThrowIfNull(pins);
        ArgumentNullException.ThrowIfNull(package);
        if (package.KeyIds.FirstOrDefault(pins.Revoked.Contains) is { } revoked)
        {
            return HostDiagnostics.KeyRevoked.Error(
                $"{package.Name} {package.Version} is signed with the key {revoked}, which was revoked on this machine",
                "choose a version that is signed with another key"
            );
        }

        foreach (var subject in PublisherSubjects.Of(package.Name, package.Signer))
        {
            if (pins.Pins.GetValueOrDefault(subject) is { } pin && !package.KeyIds.Any(pin.Keys.Contains))
            {
                return Changed(
                    $"{PublisherSubjects.Describe(subject)} has signed with {string.Join(" or ", pin.Keys)} since {pin.Since:yyyy-MM-dd}",
                    package,
                    subject
                );
            }
        }

        return null;
    }

    /// <summary>The loud stop when a publisher's key is another than before.</summary>
    /// <param name="before">What was known, as the beginning of a sentence.</param>
    /// <param name="package">The package with the other key, or without any.</param>
    /// <param name="subject">To whom the key that was known is pinned.</param>
    public static Diagnostic Changed(string before, SignedPackage package, string subject)
    {
        ArgumentNullException.ThrowIfNull(package);
        var keyId = package.KeyIds.IsEmpty ? null : package.KeyIds[0];
        return HostDiagnostics.PublisherKeyChanged.Error(
            $"THE PUBLISHER'S KEY CHANGED: {before}, {package.Name} {package.Version} {(keyId is null ? "is not signed" : $"is signed with {keyId}")}",
            keyId is null
                ? $"somebody may be trying to give you another plugin; if it is meant, run 'specify trust key forget {Quoted(subject)}' first"
                : $"ask the publisher, not over the registry; if the new key is theirs, run 'specify trust key add {Quoted(subject)} {keyId}'"
        );
    }

    /// <summary>A signer's name may have spaces, and anything else that a shell would take for its own.</summary>
    private static string Quoted(string subject) =>
        subject.All(c => char.IsAsciiLetterOrDigit(c) || c is '@' or '.' or '-' or '_' or ':' or '+')
            ? subject
            : $"'{subject.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
