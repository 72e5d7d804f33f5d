using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Sections;

/// <summary>Paths that a plugin reads or writes: relative to the project, absolute, or below the home (<c>~/</c>); globs are allowed.</summary>
internal static class SandboxPath
{
    public static string? Read(Value value)
    {
        if (value.Text(Limits.Path) is not { } text)
        {
            return null;
        }

        if (
            !text.Contains('\\', StringComparison.Ordinal)
            && !text.Split('/').Contains("..", StringComparer.Ordinal)
            && !text.Any(char.IsControl)
        )
        {
            return text;
        }

        value.Problems.Add(
            ManifestDiagnostics.UnsafePath.Error(
                $"'{value.Path}' is '{Excerpt.Of(text)}'; expected a path without '..', backslashes and control characters.",
                "write it relative to the project, such as src/**, or absolute",
                value.Location
            )
        );
        return null;
    }
}
