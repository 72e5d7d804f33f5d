using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Manifests.Ospec;

/// <summary><c>timeout_minutes</c> or <c>timeout_hours</c> of a stage or a job.</summary>
internal static class StageTimeout
{
    private const int MaxHours = 24 * 365;

    public static TimeSpan? Read(Fields fields)
    {
        var minutes = fields.Find("timeout_minutes");
        var hours = fields.Find("timeout_hours");
        if (minutes is not null && hours is not null)
        {
            fields.Problems.Add(
                ManifestDiagnostics.ConflictingKeys.Error(
                    $"'{fields.Path}' has both 'timeout_minutes' and 'timeout_hours'; expected one of them.",
                    "remove one of them",
                    hours.KeyLocation
                )
            );
        }

        return minutes?.Duration("minutes", MaxHours * 60, TimeSpan.FromMinutes)
            ?? hours?.Duration("hours", MaxHours, TimeSpan.FromHours);
    }
}
