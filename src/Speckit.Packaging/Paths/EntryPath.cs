using System.Buffers;
using System.Globalization;
using System.Text;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Packaging.Paths;

/// <summary>What a path inside a package may be: relative, canonical, and the same file on every system (formats, "Package").</summary>
internal static class EntryPath
{
    /// <summary>The longest component, in bytes: what common file systems take.</summary>
    internal const int MaxComponentBytes = 255;

    private const string Hint = "Rename the file and pack the plugin again.";

    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    private static readonly SearchValues<char> WindowsCharacters = SearchValues.Create("<>\"|?*");

    private static readonly HashSet<string> WindowsDevices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON",
        "PRN",
        "AUX",
        "NUL",
        "CONIN$",
        "CONOUT$",
        "CLOCK$",
    };

    /// <summary>Reads a path's bytes.</summary>
    internal static Result<string> Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return PackagingDiagnostics.PathNotUtf8.Error(
                $"The path with the bytes {Convert.ToHexStringLower(bytes[..Math.Min(bytes.Length, 64)])} is not UTF-8.",
                Hint
            );
        }
    }

    /// <summary>What is wrong with a path, or null.</summary>
    /// <param name="path">Relative to the package's root, without a trailing slash.</param>
    /// <param name="maxBytes">The longest path.</param>
    /// <param name="maxDepth">The most components.</param>
    internal static Diagnostic? Check(string path, int maxBytes, int maxDepth)
    {
        var bytes = Encoding.UTF8.GetByteCount(path);
        if (bytes > maxBytes)
        {
            return PackagingDiagnostics.PathTooLong.Error(
                $"A path has {bytes} bytes, at most {maxBytes} are allowed.",
                Hint
            );
        }

        if (path.StartsWith('/'))
        {
            return PackagingDiagnostics.PathAbsolute.Error(
                $"'{path}' is absolute, expected a path inside the package.",
                Hint
            );
        }

        var problem = CheckCharacters(path);
        if (problem is not null)
        {
            return problem;
        }

        var components = path.Split('/');
        return components.Length > maxDepth
            ? PackagingDiagnostics.PathTooDeep.Error(
                $"'{path}' has {components.Length} components, at most {maxDepth} are allowed.",
                Hint
            )
            : components
                .Select(component => CheckComponent(path, component))
                .FirstOrDefault(found => found is not null);
    }

    private static Diagnostic? CheckCharacters(string path)
    {
        foreach (var rune in path.EnumerateRunes())
        {
            var problem = rune.Value switch
            {
                '\\' => PackagingDiagnostics.PathBackslash,
                ':' => PackagingDiagnostics.PathColon,
                < 0x80 when WindowsCharacters.Contains((char)rune.Value) => PackagingDiagnostics.PathReservedCharacter,
                _ => Classify(rune),
            };
            if (problem is not null)
            {
                var code = rune.Value.ToString("X4", CultureInfo.InvariantCulture);
                return problem.Error(
                    $"'{path}' has the character U+{code}, which is not portable or hides what the name is.",
                    Hint
                );
            }
        }

        return null;
    }

    private static DiagnosticDescriptor? Classify(Rune rune) =>
        Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator =>
                PackagingDiagnostics.PathControlCharacter,
            UnicodeCategory.Format => PackagingDiagnostics.PathInvisibleCharacter,
            UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse =>
                PackagingDiagnostics.PathUnassignedCharacter,
            // What is left of a name that was not Unicode: nothing else gives this character.
            _ when rune == Rune.ReplacementChar => PackagingDiagnostics.PathNotUtf8,
            _ => null,
        };

    private static Diagnostic? CheckComponent(string path, string component)
    {
        if (component is "" or ".")
        {
            return PackagingDiagnostics.PathNotCanonical.Error(
                $"'{path}' is empty or has an empty or '.' component.",
                Hint
            );
        }

        if (component == "..")
        {
            return PackagingDiagnostics.PathTraversal.Error($"'{path}' has a '..' component.", Hint);
        }

        if (component[^1] is '.' or ' ')
        {
            return PackagingDiagnostics.PathTrailingDotOrSpace.Error(
                $"'{component}' in '{path}' ends with a dot or a space.",
                Hint
            );
        }

        if (IsGit(component))
        {
            return PackagingDiagnostics.PathGit.Error(
                $"'{component}' in '{path}' is, or stands for, git's own folder.",
                Hint
            );
        }

        if (IsWindowsDevice(component))
        {
            return PackagingDiagnostics.PathReservedName.Error(
                $"'{component}' in '{path}' is a device on Windows.",
                Hint
            );
        }

        return Encoding.UTF8.GetByteCount(component) > MaxComponentBytes
            ? PackagingDiagnostics.PathTooLong.Error(
                $"A component of '{path}' has more than {MaxComponentBytes} bytes.",
                Hint
            )
            : null;
    }

    // GIT~1 is the short name that NTFS gives to .git.
    private static bool IsGit(string component)
    {
        var key = CollisionKey.Of(component);
        return key == ".git" || (key.StartsWith("git~", StringComparison.Ordinal) && key[4..].All(char.IsAsciiDigit));
    }

    private static bool IsWindowsDevice(string component)
    {
        var dot = component.IndexOf('.', StringComparison.Ordinal);
        var stem = (dot < 0 ? component : component[..dot]).TrimEnd(' ');
        return WindowsDevices.Contains(stem) || IsPort(stem);
    }

    private static bool IsPort(string stem) =>
        stem.Length == 4
        && (
            stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase)
            || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)
        )
        && (char.IsAsciiDigit(stem[3]) || stem[3] is '\u00B9' or '\u00B2' or '\u00B3');
}
