using System.Collections.Immutable;
using System.Globalization;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Manifests.Binding;

/// <summary>Collects every problem of a file; a hostile file cannot make the list endless.</summary>
internal sealed class Problems
{
    private const int Max = 1000;

    private readonly ImmutableArray<Diagnostic>.Builder _found = ImmutableArray.CreateBuilder<Diagnostic>();
    private int _untold;

    public bool HasErrors { get; private set; }

    public void Add(Diagnostic problem)
    {
        HasErrors |= problem.Severity == Severity.Error;
        if (_found.Count < Max)
        {
            _found.Add(problem);
        }
        else
        {
            _untold++;
        }
    }

    /// <summary>The problems in the order of the file.</summary>
    public ImmutableArray<Diagnostic> ToImmutable()
    {
        var sorted = _found.OrderBy(d => d.Location?.Line).ThenBy(d => d.Location?.Column).ToList();
        if (_untold > 0)
        {
            sorted.Add(
                ManifestDiagnostics.TooManyProblems.Error(
                    string.Create(CultureInfo.InvariantCulture, $"{_untold} more problems are not told."),
                    "mend the first ones and try again",
                    sorted[^1].Location
                )
            );
        }

        return [.. sorted];
    }
}
