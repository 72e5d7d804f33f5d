using System.Globalization;

namespace Speckit.Registry.Client;

/// <summary>Says how long something is ago.</summary>
internal static class Duration
{
    /// <summary>In the largest unit of which there are two: <c>3 days</c>.</summary>
    public static string Describe(TimeSpan age) =>
        age.TotalDays >= 2 ? Say(age.TotalDays, "days")
        : age.TotalHours >= 2 ? Say(age.TotalHours, "hours")
        : age.TotalMinutes >= 2 ? Say(age.TotalMinutes, "minutes")
        : "a moment";

    private static string Say(double count, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(count)} {unit}");
}
