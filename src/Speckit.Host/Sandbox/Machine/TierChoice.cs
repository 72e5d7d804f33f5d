using Speckit.Host.Policy.Model;
using Speckit.Host.Policy.Reading;
using Speckit.Host.Projects;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;
using Speckit.Packaging;
using Speckit.Packaging.Files;

namespace Speckit.Host.Sandbox.Machine;

/// <summary>The tier that the user chose in <c>~/.specify/config.yaml</c>: <c>sandbox: {tier: process}</c>. Nothing else lowers it: no variable
/// of the environment, nothing in a project.</summary>
/// <param name="Most">The tier not to go beyond, or null for the best there is.</param>
internal sealed record TierChoice(SandboxTier? Most)
{
    private const string Shown = "~/.specify/config.yaml";

    /// <summary>Reads the choice.</summary>
    /// <returns>The choice; or what is wrong with the file: a mistake in it must not lower anything, nor go unseen.</returns>
    internal static Result<TierChoice> Read(UserLayout user)
    {
        var bytes = PlainFile.ReadAll(user.ConfigFile, YamlReader.MaxBytes);
        if (!bytes.TryGet(out var utf8))
        {
            return bytes.Diagnostics[0].Descriptor == PackagingDiagnostics.FileMissing
                ? new TierChoice((SandboxTier?)null)
                : bytes.Propagate<TierChoice>();
        }

        var read = YamlReader.Read(Shown, utf8);
        if (!read.TryGet(out var root))
        {
            return read.Propagate<TierChoice>();
        }

        if (root is not YamlMapping mapping)
        {
            return new TierChoice((SandboxTier?)null);
        }

        // Other parts of the file are other readers' business.
        var problems = new Problems();
        var sandbox = new Fields(mapping, "", mapping.Location, problems).Section("sandbox");
        var tier = sandbox is null ? null : PolicyValues.Tier(sandbox, "tier");
        sandbox?.Done();
        return problems.HasErrors ? Result<TierChoice>.Failure(problems.ToImmutable()) : new TierChoice(tier?.Value);
    }
}
