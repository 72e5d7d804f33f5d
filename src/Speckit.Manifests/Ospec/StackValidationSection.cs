using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;
using Speckit.Manifests.Versions;

namespace Speckit.Manifests.Ospec;

/// <summary>A stack's <c>validation</c>: <c>{ compatibility, health_checks }</c>.</summary>
internal static class StackValidationSection
{
    private static readonly string[] Runtimes = ["node", "python", "dotnet"];

    public static StackValidation? Read(Fields root)
    {
        if (root.Section("validation") is not { } validation)
        {
            return null;
        }

        var result = new StackValidation { HealthChecks = ReadHealthChecks(validation) };
        if (validation.Section("compatibility") is { } compatibility)
        {
            result = result with
            {
                Runtimes = ReadRuntimes(compatibility),
                SupportedOs =
                [
                    .. compatibility
                        .DistinctTexts("supported_os")
                        .Select(v => v.OneOf("linux", "macos", "windows"))
                        .OfType<string>(),
                ],
            };
            compatibility.Done();
        }

        validation.Done();
        return result;
    }

    private static ImmutableSortedDictionary<string, VersionRange> ReadRuntimes(Fields compatibility)
    {
        var ranges = ImmutableSortedDictionary.CreateBuilder<string, VersionRange>(StringComparer.Ordinal);
        foreach (var runtime in Runtimes)
        {
            if (compatibility.Find($"{runtime}_version")?.Range() is { } range)
            {
                ranges.Add(runtime, range);
            }
        }

        return ranges.ToImmutable();
    }

    private static ImmutableArray<HealthCheck> ReadHealthChecks(Fields validation)
    {
        var declared = new Declared("health check", "rename one of them");
        var checks = ImmutableArray.CreateBuilder<HealthCheck>();
        foreach (var fields in validation.Sections("health_checks"))
        {
            var name = Names.Simple(fields);
            var command = fields.RequiredText("command", "what to run in the project");
            fields.Done();
            declared.Add(name, fields);
            checks.Add(new HealthCheck(name, command));
        }

        return checks.ToImmutable();
    }
}
