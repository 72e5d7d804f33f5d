using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;

namespace Speckit.Manifests.Sections;

/// <summary><c>signatures</c>: kept, not judged (decisions, 12).</summary>
internal static class SignaturesSection
{
    public static ManifestSignatures? Read(Fields root)
    {
        if (root.Section("signatures") is not { } signatures)
        {
            return null;
        }

        var result = new ManifestSignatures(
            signatures.Text("manifest"),
            signatures.Text("package"),
            signatures.Text("signer"),
            signatures.Text("timestamp")
        );
        signatures.Done();
        return result;
    }
}
