using System.Collections.Immutable;
using Speckit.Host.Policy.Model;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;
using Speckit.Packaging.Files;

namespace Speckit.Host.Policy.Reading;

/// <summary>Finds and reads the policies of the three layers.</summary>
public static class PolicyLoader
{
    /// <summary>Where the policies are, from the machine's to the project's; without a project only the first two.</summary>
    public static ImmutableArray<PolicyPlace> Places(ProjectLayout? project, UserLayout user)
    {
        ImmutableArray<PolicyPlace> machine =
        [
            new(PolicyLayer.System, user.SystemPolicyFile, user.SystemPolicyFile),
            new(PolicyLayer.User, user.PolicyFile, user.PolicyFile),
        ];
        return project is null
            ? machine
            : machine.Add(new(PolicyLayer.Project, project.PolicyFile, $"{ProjectLayout.DirectoryName}/policy.yaml"));
    }

    /// <summary>Reads every policy that there is.</summary>
    /// <returns>The policies, with their warnings; or <c>SPK8001</c> for each that cannot be used, followed by its mistakes.</returns>
    public static Result<ImmutableArray<PolicyFile>> Load(ProjectLayout? project, UserLayout user)
    {
        var files = ImmutableArray.CreateBuilder<PolicyFile>();
        var said = ImmutableArray.CreateBuilder<Diagnostic>();
        var failed = false;
        foreach (var place in Places(project, user))
        {
            if (!place.IsPresent())
            {
                continue;
            }

            var read = Read(place);
            if (read.TryGet(out var file))
            {
                files.Add(file);
            }
            else
            {
                failed = true;
                said.Add(Unusable(place, read.Diagnostics));
            }

            said.AddRange(read.Diagnostics);
        }

        return failed
            ? Result<ImmutableArray<PolicyFile>>.Failure(said.ToImmutable())
            : Result<ImmutableArray<PolicyFile>>.Success(files.ToImmutable(), said.ToImmutable());
    }

    private static Result<PolicyFile> Read(PolicyPlace place)
    {
        try
        {
            var bytes = PlainFile.ReadAll(place.Path, YamlReader.MaxBytes);
            return bytes.TryGet(out var utf8)
                ? PolicyReader.Read(place.Layer, place.DisplayPath, Path.GetDirectoryName(place.Path)!, utf8)
                : bytes.Propagate<PolicyFile>();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return HostDiagnostics.FileSystem.Error($"cannot read '{place.DisplayPath}': {e.Message}");
        }
    }

    private static Diagnostic Unusable(PolicyPlace place, ImmutableArray<Diagnostic> mistakes)
    {
        var first = mistakes.First(d => d.Severity == Severity.Error);
        return PolicyDiagnostics.PolicyInvalid.Error(
            $"The {place.Layer.ToName()} policy '{place.DisplayPath}' cannot be used, so nothing is allowed.",
            $"mend it; the first mistake: {first.Message}",
            first.Location ?? new SourceLocation(place.DisplayPath, 1, 1)
        );
    }
}
