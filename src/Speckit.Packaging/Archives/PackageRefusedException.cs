using Speckit.Manifests.Diagnostics;

namespace Speckit.Packaging.Archives;

/// <summary>Carries a refusal out of the nested readers of one archive. <see cref="PackageReader"/> turns it into a result; it goes no further.</summary>
internal sealed class PackageRefusedException(Diagnostic diagnostic) : Exception(diagnostic.Message)
{
    internal Diagnostic Diagnostic { get; } = diagnostic;
}
