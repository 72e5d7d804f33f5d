using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Manifests.Jp;

/// <summary><c>compatibility</c> (JP design §11.2; decisions, 5).</summary>
internal static class CompatibilitySection
{
    public static Compatibility Read(Fields root)
    {
        if (root.Section("compatibility") is not { } compatibility)
        {
            return Compatibility.Any;
        }

        var platforms = compatibility
            .DistinctTexts("platforms")
            .Select(v => v.OneOf("linux", "macos", "windows"))
            .OfType<string>()
            .ToImmutableArray();
        var result = Compatibility.Any with { Platforms = platforms };
        if (compatibility.Section("speckit") is { } speckit)
        {
            result = ReadSpeckit(speckit, result);
        }

        compatibility.Done();
        return result;
    }

    private static Compatibility ReadSpeckit(Fields speckit, Compatibility compatibility)
    {
        var min = speckit.Find("min")?.Version();
        var maxValue = speckit.Find("max");
        var max = maxValue?.Version();
        if (min is not null && max is not null && min > max)
        {
            speckit.Problems.Add(
                ManifestDiagnostics.ContradictingVersions.Error(
                    $"'{speckit.Path}.min' is {min}, which is higher than 'max', {max}: no version is in between.",
                    "swap them",
                    maxValue!.Location
                )
            );
        }

        var tested = ImmutableArray.CreateBuilder<SemanticVersion>();
        foreach (var value in speckit.List("tested"))
        {
            if (value.Version() is { } version)
            {
                tested.Add(version);
                CheckTested(value, version, min, max);
            }
        }

        speckit.Done();
        return compatibility with { MinSpeckit = min, MaxSpeckit = max, TestedSpeckit = tested.ToImmutable() };
    }

    private static void CheckTested(Value value, SemanticVersion version, SemanticVersion? min, SemanticVersion? max)
    {
        if ((min is not null && version < min) || (max is not null && version > max))
        {
            value.Problems.Add(
                ManifestDiagnostics.ContradictingVersions.Warning(
                    $"'{value.Path}' is {version}, which 'min' and 'max' exclude.",
                    "the plugin does not start on that version: widen min and max, or remove it",
                    value.Location
                )
            );
        }
    }
}
