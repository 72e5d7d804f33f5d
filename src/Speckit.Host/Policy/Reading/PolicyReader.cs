using Speckit.Host.Policy.Model;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Yaml;

namespace Speckit.Host.Policy.Reading;

/// <summary>Reads <c>policy.yaml</c>. What is not understood is an error: a misspelt rule must not be no rule.</summary>
public static class PolicyReader
{
    /// <summary>Reads the text of a policy.</summary>
    /// <param name="layer">Whose it is.</param>
    /// <param name="fileName">The file as diagnostics name it.</param>
    /// <param name="directory">What the paths of keys are relative to.</param>
    /// <param name="utf8">The file's bytes.</param>
    /// <returns>The rules, perhaps with warnings; or every problem of the file, each with its place.</returns>
    public static Result<PolicyFile> Read(PolicyLayer layer, string fileName, string directory, ReadOnlySpan<byte> utf8)
    {
        var read = YamlReader.Read(fileName, utf8);
        if (!read.TryGet(out var root))
        {
            return read.Propagate<PolicyFile>();
        }

        var problems = new Problems();
        var policy = ReadRoot(root, new PolicyFile(layer, fileName), directory, problems);
        Warnings.Add(policy, problems);
        var found = problems.ToImmutable();
        return problems.HasErrors ? Result<PolicyFile>.Failure(found) : Result<PolicyFile>.Success(policy, found);
    }

    private static PolicyFile ReadRoot(YamlNode root, PolicyFile policy, string directory, Problems problems)
    {
        if (root is not YamlMapping mapping)
        {
            // An empty file is more likely one that was cut off than a wish for no rules.
            problems.Add(
                ManifestDiagnostics.WrongType.Error(
                    "The policy is empty or no mapping; expected 'plugin_policy' or 'registry'.",
                    "for no rules write 'plugin_policy: {}', or remove the file",
                    root.Location
                )
            );
            return policy;
        }

        var fields = new Fields(mapping, "", mapping.Location, problems);
        if (fields.Section("plugin_policy") is { } rules)
        {
            policy = PluginPolicySection.Read(rules, policy, directory);
        }

        if (fields.Section("registry") is { } registry)
        {
            policy = policy with { Security = SecuritySection.Read(registry) };
        }

        fields.Done();
        return policy;
    }
}
