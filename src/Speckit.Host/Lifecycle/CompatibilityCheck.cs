using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Host.Locking;
using Speckit.Host.Runtime;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;

namespace Speckit.Host.Lifecycle;

/// <summary>Checks what a plugin requires of this machine and of the project (JP design §11.2; decisions, 5).</summary>
internal static class CompatibilityCheck
{
    /// <summary>Every requirement that is not met, told at once; met ones are reported to the observer, unless they were told
    /// before: a registry's index is checked first, then the manifest.</summary>
    internal static async Task<ImmutableArray<Diagnostic>> RunAsync(
        PluginRequirements wanted,
        LockFile lockFile,
        SemanticVersion core,
        IAcquisitionObserver observer,
        HashSet<string> told,
        CancellationToken cancellationToken
    )
    {
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        CheckCore(wanted, core, observer, told, problems);
        CheckPlatform(wanted, problems);
        await CheckRuntimesAsync(wanted, observer, told, problems, cancellationToken);
        CheckDependencies(wanted, lockFile, observer, told, problems);
        return problems.ToImmutable();
    }

    private static void CheckCore(
        PluginRequirements wanted,
        SemanticVersion core,
        IAcquisitionObserver observer,
        HashSet<string> told,
        ImmutableArray<Diagnostic>.Builder problems
    )
    {
        if (wanted.Requires.Speckit is { } range)
        {
            Report(range.Contains(core), $"speckit {range} (installed: {core})", wanted, observer, told, problems);
        }

        var compatibility = wanted.Compatibility;
        if (compatibility.MinSpeckit is { } min && core < min)
        {
            Report(false, $"speckit {min} or newer (installed: {core})", wanted, observer, told, problems);
        }

        if (compatibility.MaxSpeckit is { } max && core > max)
        {
            Report(false, $"speckit {max} or older (installed: {core})", wanted, observer, told, problems);
        }

        if (!compatibility.TestedSpeckit.IsEmpty && !compatibility.TestedSpeckit.Contains(core) && told.Add("tested"))
        {
            observer.Warn(
                HostDiagnostics.Incompatible.Warning(
                    $"{wanted.Name} was tested with speckit {string.Join(", ", compatibility.TestedSpeckit)}, not with {core}"
                )
            );
        }
    }

    private static void CheckPlatform(PluginRequirements wanted, ImmutableArray<Diagnostic>.Builder problems)
    {
        var platforms = wanted.Compatibility.Platforms;
        if (!platforms.IsEmpty && !platforms.Contains(CurrentPlatform))
        {
            problems.Add(
                HostDiagnostics.Incompatible.Error(
                    $"{wanted.Name} runs on {string.Join(", ", platforms)}, and this is {CurrentPlatform}",
                    "ask its author for a build for this platform"
                )
            );
        }
    }

    private static async Task CheckRuntimesAsync(
        PluginRequirements wanted,
        IAcquisitionObserver observer,
        HashSet<string> told,
        ImmutableArray<Diagnostic>.Builder problems,
        CancellationToken cancellationToken
    )
    {
        var runtimes = new[]
        {
            (Runtime: PluginRuntime.Python, Range: wanted.Requires.Python),
            (Runtime: PluginRuntime.Node, Range: wanted.Requires.Node),
            (Runtime: PluginRuntime.Dotnet, Range: wanted.Requires.Dotnet),
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
                    wanted,
                    observer,
                    told,
                    problems
                );
            }
        }
    }

    private static void CheckDependencies(
        PluginRequirements wanted,
        LockFile lockFile,
        IAcquisitionObserver observer,
        HashSet<string> told,
        ImmutableArray<Diagnostic>.Builder problems
    )
    {
        foreach (var dependency in wanted.Requires.Plugins)
        {
            var installed = lockFile.Plugins.GetValueOrDefault(dependency.Name)?.Version;
            if (installed is not null && dependency.Range.Contains(installed))
            {
                Tell($"{dependency.Name} {dependency.Range} (installed: {installed})", observer, told);
            }
            else if (!dependency.Optional)
            {
                problems.Add(
                    HostDiagnostics.DependencyMissing.Error(
                        $"{wanted.Name} needs the plugin {dependency.Name} {dependency.Range} (installed: {installed?.ToString() ?? "none"})",
                        $"run 'specify plugin install {dependency.Name}@{Quote(dependency.Range.Text)}' first"
                    )
                );
            }
        }
    }

    private static void Report(
        bool met,
        string requirement,
        PluginRequirements wanted,
        IAcquisitionObserver observer,
        HashSet<string> told,
        ImmutableArray<Diagnostic>.Builder problems
    )
    {
        if (met)
        {
            Tell(requirement, observer, told);
        }
        else
        {
            problems.Add(
                HostDiagnostics.Incompatible.Error(
                    $"{wanted.Name} {wanted.Version} needs {requirement}",
                    "install what it needs, or another version of the plugin: 'specify plugin info' lists them"
                )
            );
        }
    }

    private static void Tell(string requirement, IAcquisitionObserver observer, HashSet<string> told)
    {
        if (told.Add(requirement))
        {
            observer.Done(requirement);
        }
    }

    private static string Quote(string range) => range.AsSpan().IndexOfAny(" <>|*") < 0 ? range : $"'{range}'";

    private static string CurrentPlatform =>
        OperatingSystem.IsWindows() ? "windows"
        : OperatingSystem.IsMacOS() ? "macos"
        : "linux";
}
