using System.Globalization;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Sections;

/// <summary>Paths inside a package: relative, forward slashes, and what every platform and archive can hold.</summary>
internal static class PackagePath
{
    private const string RelativeHint = "write it relative to plugin.yaml, with forward slashes";

    /// <summary>The path without a leading <c>./</c>; null and reported when it is not safe.</summary>
    public static string? Read(Value value) => value.Text(Limits.Path) is { } text ? Check(value, text) : null;

    /// <summary>As <see cref="Read"/>, for a folder, which may end with a slash.</summary>
    public static string? ReadDirectory(Value value) =>
        value.Text(Limits.Path) is { } text
            ? Check(value, text.Length > 1 && text.EndsWith('/') ? text[..^1] : text)
            : null;

    /// <inheritdoc cref="Read"/>
    public static string? Check(Value value, string text)
    {
        var path = text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text;
        if (Fault(path) is not { } fault)
        {
            return path;
        }

        value.Problems.Add(
            ManifestDiagnostics.UnsafePath.Error(
                $"'{value.Path}' is '{Excerpt.Of(text)}', which {fault.What}; expected a path inside the package.",
                fault.Hint,
                value.Location
            )
        );
        return null;
    }

    /// <summary>Whether it starts with a drive, as in <c>C:/x</c>.</summary>
    public static bool HasDrive(string path) =>
        path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '/' or '\\';

    private static (string What, string Hint)? Fault(string path)
    {
        if (path.StartsWith('/') || HasDrive(path))
        {
            return ("is absolute", RelativeHint);
        }

        if (path.Contains('\\', StringComparison.Ordinal))
        {
            return ("has a backslash", "use forward slashes");
        }

        if (path.Any(c => c == ':' || IsInvisible(c)))
        {
            return ("has a colon or an invisible character", "rename the file");
        }

        foreach (var part in path.Split('/'))
        {
            if (PartFault(part) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static (string What, string Hint)? PartFault(string part) =>
        part switch
        {
            ".." => ("leaves its folder with '..'", RelativeHint),
            "" or "." => ("has an empty part", "remove the extra '/' or './'"),
            _ when part[^1] is '.' or ' ' || part[0] == ' ' => (
                "has a name that not every platform can hold",
                "rename it"
            ),
            _ when part.Equals(".git", StringComparison.OrdinalIgnoreCase) => ("is in '.git'", "move the file"),
            _ => null,
        };

    // Controls, and format characters such as the bidirectional overrides.
    private static bool IsInvisible(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format || c is '\u2028' or '\u2029';
}
