using Speckit.Host.Policy.Reading;
using Speckit.Host.Projects;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Yaml;
using Speckit.Packaging.Files;

namespace Speckit.Host.Telemetry;

/// <summary>What keeps telemetry off although the user consented: the environment, a project, a policy. Each can only say no; what of them
/// cannot be read says no.</summary>
internal static class TelemetryVeto
{
    private const string DoNotTrack = "DO_NOT_TRACK";

    private static readonly string[] BuildServers =
    [
        "CI",
        "GITHUB_ACTIONS",
        "GITLAB_CI",
        "TF_BUILD",
        "JENKINS_URL",
        "TEAMCITY_VERSION",
        "BUILDKITE",
        "CIRCLECI",
        "TRAVIS",
        "APPVEYOR",
        "CODEBUILD_BUILD_ID",
        "BITBUCKET_BUILD_NUMBER",
    ];

    /// <summary>The variables that can keep it off.</summary>
    internal static IEnumerable<string> Variables => BuildServers.Prepend(DoNotTrack);

    /// <summary>Why the environment keeps it off, or null.</summary>
    internal static string? OfEnvironment(Func<string, string?> variable) =>
        IsSet(variable, DoNotTrack) ? $"{DoNotTrack} is set"
        : BuildServers.FirstOrDefault(name => IsSet(variable, name)) is { } name
            ? $"this is a build server: {name} is set"
        : null;

    /// <summary>Why the project keeps it off, or null.</summary>
    internal static string? OfProject(ProjectLayout project) =>
        TelemetryMention.IsIn(project.ConfigFile, YamlReader.MaxBytes) && !Allows(project.ConfigFile)
            ? $"this project's {ProjectLayout.DirectoryName}/config.yaml turns it off"
            : null;

    /// <summary>Why a policy keeps it off, or null.</summary>
    internal static string? OfPolicy(ProjectLayout? project, UserLayout user)
    {
        if (!PolicyLoader.Places(project, user).Any(p => TelemetryMention.IsIn(p.Path, YamlReader.MaxBytes)))
        {
            return null;
        }

        return !PolicyLoader.Load(project, user).TryGet(out var files) ? "a policy cannot be read"
            : files.FirstOrDefault(f => f.Telemetry is { Value: false }) is { } file
                ? $"the policy {file.Path} turns it off"
            : null;
    }

    private static bool IsSet(Func<string, string?> variable, string name) =>
        variable(name) is { } value && value.Trim().ToUpperInvariant() is not ("" or "0" or "FALSE" or "NO" or "OFF");

    private static bool Allows(string path)
    {
        try
        {
            return PlainFile.ReadAll(path, YamlReader.MaxBytes).TryGet(out var bytes)
                && YamlReader.Read(path, bytes).TryGet(out var root)
                && Allows(root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool Allows(YamlNode root)
    {
        if ((root as YamlMapping)?.Find("telemetry") is not { } entry)
        {
            return true;
        }

        var problems = new Problems();
        var section = new Value(entry.Value, "telemetry", entry.KeyLocation, problems).Section();
        return section?.Boolean("enabled") != false && !problems.HasErrors;
    }
}
