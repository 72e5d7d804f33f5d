using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Speckit.Manifests.Model;

namespace Speckit.Host.Publishers;

/// <summary>To whom a package's key is pinned: the owner of the scope, or of the name where there is none; and who the signature says
/// signed it. A key pinned to a name is pinned for every registry: another registry's plugin of that name is somebody else's.</summary>
public static class PublisherSubjects
{
    private const string SignerPrefix = "signer:";

    /// <summary>The subjects of a signed package.</summary>
    public static ImmutableArray<string> Of(PluginName name, string? signer)
    {
        ArgumentNullException.ThrowIfNull(name);
        var owner = name.Scope is { } scope ? "@" + scope : name.Name;
        return string.IsNullOrEmpty(signer) ? [owner] : [owner, OfSigner(signer)];
    }

    /// <summary>Reads what a user typed: <c>@scope</c>, a plugin's name without a scope, or <c>signer:</c> and a name.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? subject)
    {
        subject = null;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        // A scope alone is no name; with any name behind it, it has to be one.
        var isKnownForm =
            text.StartsWith(SignerPrefix, StringComparison.Ordinal) ? text.Length > SignerPrefix.Length
            : text.StartsWith('@') ? !text.Contains('/') && PluginName.TryParse(text + "/a", out _)
            : PluginName.TryParse(text, out _);
        subject = isKnownForm ? text : null;
        return isKnownForm;
    }

    /// <summary>The subject that stands for who a signature says signed it.</summary>
    public static string OfSigner(string signer) => SignerPrefix + signer;

    /// <summary>A subject in words.</summary>
    public static string Describe(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.StartsWith(SignerPrefix, StringComparison.Ordinal) ? $"signer {subject[SignerPrefix.Length..]}"
            : subject.StartsWith('@') ? $"scope {subject}"
            : $"plugin {subject}";
    }
}
