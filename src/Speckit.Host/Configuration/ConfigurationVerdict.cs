using System.Collections.Immutable;
using Speckit.JsonSchema;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Configuration;

/// <summary>Whether a change of a configuration may be written. A configuration is made key by key: what is still missing does not
/// hinder while the plugin is off, and what was wrong elsewhere before is told but not held against this change.</summary>
internal static class ConfigurationVerdict
{
    /// <summary>Judges a change.</summary>
    /// <param name="before">The configuration as it is; null when it cannot be compared.</param>
    /// <param name="after">The configuration as it would be.</param>
    /// <param name="changed">The key that changes, and everything below it; empty for all.</param>
    /// <param name="isEnabled">Whether the plugin is active.</param>
    /// <returns>Errors that forbid the change; warnings that do not.</returns>
    internal static ImmutableArray<Diagnostic> Of(
        ConfigurationParts? before,
        ConfigurationParts after,
        ImmutableArray<string> changed,
        bool isEnabled
    )
    {
        var known = before?.Errors().ToHashSet() ?? [];
        var verdict = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var error in after.Errors())
        {
            var isForgiven =
                (ConfigurationSchema.IsMissing(error) && !isEnabled)
                || (known.Contains(error) && !IsIn(error, changed));
            var told = after.Words.Of(error);
            verdict.Add(isForgiven ? told with { Severity = Severity.Warning } : told);
        }

        return verdict.ToImmutable();
    }

    private static bool IsIn(ValidationError error, ImmutableArray<string> parts)
    {
        var at = ConfigurationKey.PartsOf(error.InstancePath);
        return at.Length >= parts.Length && at[..parts.Length].SequenceEqual(parts, StringComparer.Ordinal);
    }
}
