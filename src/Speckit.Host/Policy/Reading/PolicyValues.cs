using System.Globalization;
using Speckit.Host.Policy.Model;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Policy.Reading;

/// <summary>Rules with one value.</summary>
internal static class PolicyValues
{
    private const int MaxMb = 1 << 20;

    public static PolicySetting<TrustLevel>? Trust(Fields fields, string key) =>
        fields.Find(key) is { } value
        && value.OneOf([.. TrustLevels.Names]) is { } name
        && TrustLevels.TryParse(name, out var level)
            ? Setting(value, level)
            : null;

    public static PolicySetting<SandboxTier>? Tier(Fields fields, string key) =>
        fields.Find(key) is { } value
            ? value.OneOf("process", "restricted", "full") switch
            {
                "process" => Setting(value, SandboxTier.Process),
                "restricted" => Setting(value, SandboxTier.Restricted),
                "full" => Setting(value, SandboxTier.Full),
                _ => null,
            }
            : null;

    public static PolicySetting<bool>? Boolean(Fields fields, string key) =>
        fields.Find(key) is { } value && value.Boolean() is { } said ? Setting(value, said) : null;

    public static PolicySetting<string>? Text(Fields fields, string key) =>
        fields.Find(key) is { } value && value.Text() is { } text ? Setting(value, text) : null;

    public static PolicySetting<PolicyLimits>? Limits(Fields fields, string key)
    {
        if (fields.Find(key) is not { } value || value.Section() is not { } limits)
        {
            return null;
        }

        var read = new PolicyLimits
        {
            MemoryMb = Whole(limits, "memory_mb", MaxMb),
            CpuPercent = Whole(limits, "cpu_percent", 100_000),
            TimeoutSeconds = Whole(limits, "timeout", 86_400),
            Processes = Whole(limits, "processes", 100_000),
            OpenFiles = Whole(limits, "open_files", MaxMb),
            OutputMb = Whole(limits, "output_mb", MaxMb),
            Network = Network(limits),
        };
        limits.Done();
        return Setting(value, read);
    }

    private static NetworkAccess? Network(Fields limits) =>
        limits.Find("network_access")?.OneOf("none", "restricted", "full") switch
        {
            "none" => NetworkAccess.None,
            "restricted" => NetworkAccess.Restricted,
            "full" => NetworkAccess.Full,
            _ => null,
        };

    private static int? Whole(Fields fields, string key, int most)
    {
        if (fields.Find(key) is not { } value || value.Number() is not { } number)
        {
            return null;
        }

        if (number >= 1 && number <= most && double.IsInteger(number))
        {
            return (int)number;
        }

        value.Problems.Add(
            ManifestDiagnostics.OutOfBounds.Error(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{value.Path}' is {number}; expected a whole number from 1 to {most}."
                ),
                "leave the limit out to keep the host's own",
                value.Location
            )
        );
        return null;
    }

    private static PolicySetting<T> Setting<T>(Value value, T said) => new(value.Path, said, value.KeyLocation);
}
