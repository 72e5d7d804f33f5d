using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Registry.Client.Resolution.Explanation;
using Speckit.Registry.Client.Resolution.Solving;

namespace Speckit.Registry.Client.Resolution;

/// <summary>Makes a diagnostic of a proof that there is no solution.</summary>
internal static class Conflict
{
    private const int MaxHints = 3;

    public static Diagnostic Of(Incompatibility failure) =>
        RegistryClientDiagnostics.ResolutionFailed.Error(
            string.Join('\n', Story.Tell(failure)),
            string.Join("; ", Hints(failure))
        );

    public static Diagnostic TooHard() =>
        RegistryClientDiagnostics.ResolutionTooHard.Error(
            $"No versions that go together were found within {Solver.MaxConflicts} conflicts and {Solver.MaxPackages} plugins.",
            "Ask for narrower ranges, or for fewer plugins at once."
        );

    /// <summary>The packages that a constraint is about.</summary>
    public static ImmutableArray<PluginName> PackagesOf(Incompatibility constraint) =>
        constraint.Cause switch
        {
            Cause.Wanted wanted => [wanted.Package.Name],
            Cause.Requires requires => [requires.Package.Name, requires.Other.Name],
            Cause.Excluded excluded => [excluded.Package.Name],
            _ => [],
        };

    private static ImmutableArray<string> Hints(Incompatibility failure)
    {
        var hints = new List<string>();
        foreach (var constraint in Story.Constraints(failure))
        {
            switch (constraint.Cause)
            {
                case Cause.Excluded { Exclusion.Hint: { } hint }:
                    hints.Add(hint);
                    break;
                case Cause.Wanted { Set.IsEmpty: true } wanted when wanted.Package.Candidates.Versions.IsEmpty:
                    hints.Add($"look for it with 'specify plugin search {wanted.Package.Name.Name}'");
                    break;
                case Cause.Wanted { Wish.Range: not null, Set.IsEmpty: false } wanted:
                    hints.Add($"ask for another version of {wanted.Package.Name}");
                    break;
                case Cause.Wanted { Wish.Range: null } wanted when wanted.Package.Candidates.Installed >= 0:
                    hints.Add($"remove {wanted.Package.Name}");
                    break;
            }
        }

        var distinct = hints.Distinct(StringComparer.Ordinal).Take(MaxHints).ToImmutableArray();
        return distinct.IsEmpty ? ["'specify plugin info' tells which versions there are"] : distinct;
    }
}
