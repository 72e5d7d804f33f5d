namespace Speckit.Sdk.Hooks;

/// <summary>An event's name or a pattern of names: <c>*</c> is one segment, <c>**</c> at the end the rest.</summary>
internal static class EventPattern
{
    /// <summary>Whether an event's name fits a pattern.</summary>
    public static bool Matches(string pattern, string name)
    {
        var wanted = pattern.Split('.');
        var segments = name.Split('.');
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == "**" && i == wanted.Length - 1)
            {
                return segments.Length > i;
            }

            if (i >= segments.Length || (wanted[i] != "*" && wanted[i] != segments[i]))
            {
                return false;
            }
        }

        return segments.Length == wanted.Length;
    }
}
