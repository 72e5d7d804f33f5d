using Speckit.JsonSchema.Patterns;

namespace Speckit.JsonSchema.Formats;

/// <summary>Regular expressions of ECMA-262.</summary>
internal static class RegexFormat
{
    public static bool IsValid(string text) => EcmaPattern.Create(text, out _) is not null;
}
