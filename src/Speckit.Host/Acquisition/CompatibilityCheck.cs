using System.Collections.Immutable;
using Speckit.Host.Runtime;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Host.Acquisition;

/// <summary>Checks what a plugin's manifest requires of this machine (JP design §11.2; decisions, 5). What it requires of other plugins is the
/// resolver's.</summary>
internal static class CompatibilityCheck
{
    /// <summary>Every requirement that is not met, told at once; met ones are reported to the observer.</summary>
    internal static async Task<ImmutableArray<Diagnostic>> RunAsync(
        PluginManifest manifest,
        IAcquisitionObserver observer,
        CancellationToken cancellationToken
    )
    {
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        CheckCore(manifest, HostEnvironment.CoreVersion, observer, problems);
        CheckPlatform(manifest, problems);
        await CheckRuntimesAsync(manifest, observer, problems, cancellationToken);
        return problems.ToImmutable();
    }

    /// <summary>A warning when the plugin was not tried with this version of Speckit, or null.</summary>
    internal static Diagnostic? FindUntested(PluginManifest manifest)
    {
        var tested = manifest.Compatibility.TestedSpeckit;
        return tested.IsEmpty || tested.Contains(HostEnvironment.CoreVersion)
            ? null
            : HostDiagnostics.Incompatible.Warning(
                $"{manifest.Name} was tested with speckit {string.Join(", ", tested)}, not with {HostEnvironment.CoreVersion}"
            );
    }

    private static void CheckCore(
        PluginManifest manifest,
        SemanticVersion core,
        IAcquisitionObserver observer,
        ImmutableArray<Diagnostic>.Builder problems
    )
    {
        if (manifest.Requires.Speckit is { } range)
        {
            Report(range.Contains(core), $"speckit {range} (installed: {core})", manifest, observer, problems);
        }

        var compatibility = manifest.Compatibility;
        if (compatibility.MinSpeckit is { } min && core < min)
        {
            Report(false, $"speckit {min} or newer (installed: {core})", manifest, observer, problems);
        }

        if (compatibility.MaxSpeckit is { } max && core > max)
        {
            Report(false, $"speckit {max} or older (installed: {core})", manifest, observer, problems);
        }
    }

    private static void CheckPlatform(PluginManifest manifest, ImmutableArray<Diagnostic>.Builder problems)
    {
        var platforms = manifest.Compatibility.Platforms;
        if (!platforms.IsEmpty && !platforms.Contains(Platforms.Current))
        {
            problems.Add(
                HostDiagnostics.Incompatible.Error(
                    $"{manifest.Name} runs on {string.Join(", ", platforms)}, and this is {Platforms.Current}",
                    "ask its author for a build for this platform"
                )
            );
        }
    }

    private static async Task CheckRuntimesAsync(
        PluginManifest manifest,
        IAcquisitionObserver observer,
        ImmutableArray<Diagnostic>.Builder problems,
        CancellationToken cancellationToken
    )
    {
        var runtimes = new[]
        {
            (Runtime: PluginRuntime.Python, Range: manifest.Requires.Python),
            (Runtime: PluginRuntime.Node, Range: manifest.Requires.Node),
            (Runtime: PluginRuntime.Dotnet, Range: manifest.Requires.Dotnet),
        };
        foreach (var (runtime, range) in runtimes)
        {
            if (range is not null)
            {
                var version = await RuntimeLocator.FindVersionAsync(runtime, cancellationToken);
                var met = version is not null && range.Contains(version);
                var name = RuntimeLocator.NameOf(runtime);
                Report(
                    met,
                    $"{name} {range} (installed: {version?.ToString() ?? "none"})",
                    manifest,
                    observer,
                    problems
                );
            }
        }
    }

    private static void Report(
        bool met,
        string requirement,
        PluginManifest manifest,
        IAcquisitionObserver observer,
        ImmutableArray<Diagnostic>.Builder problems
    )
    {
        if (met)
        {
            observer.Done(requirement);
            return;
        }

        problems.Add(
            HostDiagnostics.Incompatible.Error(
                $"{manifest.Name} {manifest.Version} needs {requirement}",
                "install what it needs, or another version of the plugin: 'specify plugin info' lists them"
            )
        );
    }
}
