using Speckit.Manifests.Diagnostics;

namespace Speckit.Manifests.Yaml;

/// <summary>Ends the reading of a document; never leaves <see cref="YamlTreeBuilder"/>.</summary>
#pragma warning disable RCS1194 // It always carries a diagnostic, so it has no other constructor.
internal sealed class YamlProblem : Exception
{
    public YamlProblem(Diagnostic diagnostic)
        : base(diagnostic.Message) => Diagnostic = diagnostic;

    public Diagnostic Diagnostic { get; }
}
