using System.Reflection;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Manifests.Tests.Diagnostics;

public sealed class ManifestDiagnosticsTests
{
    [Fact]
    public void All_Descriptors_AreListedOnceInOrder()
    {
        var declared = typeof(ManifestDiagnostics)
            .GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(p => p.PropertyType == typeof(DiagnosticDescriptor))
            .Select(p => (DiagnosticDescriptor)p.GetValue(null)!);

        ManifestDiagnostics.All.ShouldBe(declared, ignoreOrder: true);
        ManifestDiagnostics
            .All.Select(d => d.Code)
            .ShouldBe(ManifestDiagnostics.All.Select(d => d.Code).Order().Distinct());
        ManifestDiagnostics.All.ShouldAllBe(d =>
            d.Code.StartsWith("SPK10") && d.Code.Length == 7 && d.Title.Length > 0 && d.Kind == FailureKind.BadInput
        );
    }
}
