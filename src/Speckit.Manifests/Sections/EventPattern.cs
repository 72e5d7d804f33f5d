namespace Speckit.Manifests.Sections;

/// <summary>Event names and patterns: segments with dots between them; <c>*</c> is one segment, <c>**</c> the rest (protocol: "Events").</summary>
internal static class EventPattern
{
    private const int MaxLength = 256;

    /// <summary>What is wrong with it, as the end of a sentence; or null.</summary>
    public static string? Fault(string pattern)
    {
        var segments = pattern.Split('.');
        if (pattern.Length > MaxLength)
        {
            return "is too long";
        }

        if (segments.Length < 2 && pattern != "**")
        {
            return "has one segment only";
        }

        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i] == "**" && i < segments.Length - 1)
            {
                return "has '**' before its end";
            }

            if (segments[i] is not ("*" or "**") && !IsName(segments[i]))
            {
                return "has a segment that is not a lower-case name";
            }
        }

        return null;
    }

    /// <summary>Whether it is one segment: a lower-case name.</summary>
    public static bool IsName(string segment) =>
        segment.Length is > 0 and <= MaxLength
        && char.IsAsciiLetterLower(segment[0])
        && segment.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-');
}
