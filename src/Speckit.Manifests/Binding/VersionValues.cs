using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Versions;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Binding;

/// <summary>Readings of versions and version ranges.</summary>
internal static class VersionValues
{
    public static SemanticVersion? Version(this Value value)
    {
        if (NumberOf(value) is { } number)
        {
            value.Problems.Add(
                ManifestDiagnostics.BadVersion.Error(
                    $"'{value.Path}' is the number {Excerpt.Of(number)}; expected a version such as 1.0.0.",
                    $"SemVer has three numbers; write \"{Complete(number) ?? "1.0.0"}\"",
                    value.Location
                )
            );
            return null;
        }

        if (value.Text() is not { } text)
        {
            return null;
        }

        if (SemanticVersion.TryParse(text, out var version))
        {
            return version;
        }

        value.Problems.Add(
            ManifestDiagnostics.BadVersion.Error(
                $"'{value.Path}' is '{Excerpt.Of(text)}'; expected a SemVer version such as 1.0.0 or 2.1.0-beta.1.",
                $"SemVer has three numbers and no 'v' (https://semver.org); {SuggestionFor(text)}",
                value.Location
            )
        );
        return null;
    }

    public static VersionRange? Range(this Value value)
    {
        if (NumberOf(value) is { } number)
        {
            return BadRange(value, $"the number {Excerpt.Of(number)}", $"quote it: \"{Excerpt.Of(number)}\"");
        }

        if (value.Text() is not { } text)
        {
            return null;
        }

        return VersionRange.TryParse(text, out var range)
            ? range
            : BadRange(
                value,
                $"'{Excerpt.Of(text)}'",
                "npm's ranges are understood: ^1.2, ~1.2.3, 1.x, 1 - 2, >=1 <3, 1 || 2"
            );
    }

    private static string? NumberOf(Value value) =>
        value.Scalar is { Type: YamlScalarType.Integer or YamlScalarType.Float } number ? number.Text : null;

    private static VersionRange? BadRange(Value value, string found, string hint)
    {
        value.Problems.Add(
            ManifestDiagnostics.BadRange.Error(
                $"'{value.Path}' is {found}; expected a version range such as \">=1.2.0\".",
                hint,
                value.Location
            )
        );
        return null;
    }

    private static string SuggestionFor(string text)
    {
        var completed = Complete(text.TrimStart('v', 'V', '=', ' '));
        return completed is null ? "write three numbers with dots between them" : $"write {completed}";
    }

    // What a version with missing numbers was probably meant to be.
    private static string? Complete(string text)
    {
        var missing = Math.Max(0, 3 - text.Split('.').Length);
        var completed = text + string.Concat(Enumerable.Repeat(".0", missing));
        return SemanticVersion.TryParse(completed, out _) ? completed : null;
    }
}
