using Speckit.Host.Policy.Model;
using Speckit.Host.Sandbox.Cgroups;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Sandbox.Machine;

/// <summary>What this machine reaches, tried and not only looked at.</summary>
/// <param name="Machine">What it has.</param>
/// <param name="Tier">The tier that plugins run in.</param>
/// <param name="Choice">The tier that the user chose, or null.</param>
/// <param name="LimitsMemory">Whether a control group limits plugins' memory.</param>
/// <param name="LimitsProcesses">Whether a control group limits the number of their processes.</param>
public sealed record SandboxReport(
    SandboxMachine Machine,
    SandboxTier Tier,
    SandboxTier? Choice,
    bool LimitsMemory,
    bool LimitsProcesses
)
{
    /// <summary>Makes a report.</summary>
    /// <param name="user">The user's state.</param>
    /// <param name="binary">The native binary, or null.</param>
    /// <param name="directory">Where programs of the system are not looked for.</param>
    /// <param name="path">The search path.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Result<SandboxReport>> MakeAsync(
        Projects.UserLayout user,
        string? binary,
        string directory,
        string? path,
        CancellationToken cancellationToken
    )
    {
        var choice = TierChoice.Read(user);
        if (!choice.TryGet(out var chosen))
        {
            return choice.Propagate<SandboxReport>();
        }

        var machine = SandboxMachine.Look(binary, directory, path);
        if (
            OperatingSystem.IsLinux() && machine is { Bubblewrap: not null, Launcher: not null, NamespaceProblem: null }
        )
        {
            machine = machine with { NamespaceProblem = await NamespaceProbe.RunAsync(machine, cancellationToken) };
        }

        var group = OperatingSystem.IsLinux()
            ? ControlGroup.Create(GroupParent.Find(), GroupName.Next(), SandboxLimits.Default)
            : null;
        if (group is not null)
        {
            await group.RemoveAsync();
        }

        var tier = chosen.Most is { } most && most < machine.Tier ? most : machine.Tier;
        return new SandboxReport(
            machine,
            tier,
            chosen.Most,
            group?.LimitsMemory == true,
            group?.LimitsProcesses == true
        );
    }
}
