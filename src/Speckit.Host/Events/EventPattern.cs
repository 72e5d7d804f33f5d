namespace Speckit.Host.Events;

/// <summary>Matches event names: exact segments, <c>*</c> for one segment, <c>**</c> for the rest (protocol: "Events").</summary>
public static class EventPattern
{
    /// <summary>Whether the name matches the pattern.</summary>
    public static bool Matches(string pattern, string name)
    {
        var wanted = pattern.Split('.');
        var actual = name.Split('.');
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == "**" && i == wanted.Length - 1)
            {
                return actual.Length > i;
            }

            if (i >= actual.Length || (wanted[i] != "*" && wanted[i] != actual[i]))
            {
                return false;
            }
        }

        return wanted.Length == actual.Length;
    }
}
