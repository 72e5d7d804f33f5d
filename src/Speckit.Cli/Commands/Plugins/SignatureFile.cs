using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Files;
using Speckit.Packaging.Signing;

namespace Speckit.Cli.Commands.Plugins;

/// <summary>A detached signature's file.</summary>
internal static class SignatureFile
{
    /// <summary>Its envelope, or why it is none.</summary>
    internal static Result<DsseEnvelope> Read(string path)
    {
        if (!File.Exists(path))
        {
            return SignatureDiagnostics.SignatureMissing.Error(
                $"there is no signature '{path}'",
                "run 'specify plugin sign', or name it with --signature"
            );
        }

        var read = PlainFile.ReadAll(path, DsseEnvelope.MaxBytes);
        return read.TryGet(out var bytes) ? DsseEnvelope.Parse(bytes)
            : read.Diagnostics[0].Descriptor == Speckit.Packaging.PackagingDiagnostics.MemberTooLarge
                ? SignatureDiagnostics.EnvelopeInvalid.Error(
                    $"'{path}' has more than {DsseEnvelope.MaxBytes} bytes: it is no signature",
                    "sign the package with 'specify plugin sign', or download the signature again"
                )
            : read.Propagate<DsseEnvelope>();
    }
}
