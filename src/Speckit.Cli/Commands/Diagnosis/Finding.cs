using System.Text.Json.Nodes;

namespace Speckit.Cli.Commands.Diagnosis;

/// <summary>One thing that was looked at.</summary>
/// <param name="Area">What it belongs to: <c>sandbox</c>, <c>runtimes</c>, <c>folders</c>, <c>sdk</c>.</param>
/// <param name="Name">What it is.</param>
/// <param name="IsGood">Whether it is as it should be; null when it is told and not judged.</param>
/// <param name="Found">What was found.</param>
/// <param name="Fix">What to do.</param>
internal sealed record Finding(string Area, string Name, bool? IsGood, string Found, string? Fix = null)
{
    internal JsonObject ToJson() =>
        new()
        {
            ["area"] = Area,
            ["name"] = Name,
            ["status"] = IsGood switch
            {
                true => "ok",
                false => "problem",
                _ => "info",
            },
            ["found"] = Found,
            ["fix"] = Fix,
        };
}
