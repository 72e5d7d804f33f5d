using System.Globalization;
using Speckit.Host.Policy.Model;
using Speckit.Host.Sandbox.Machine;

namespace Speckit.Cli.Commands.Diagnosis;

/// <summary>What the machine has for keeping plugins to their grants, and why it is not more.</summary>
internal static class SandboxFindings
{
    private const string Area = "sandbox";

    internal static IEnumerable<Finding> Of(SandboxReport report)
    {
        var machine = report.Machine;
        yield return new Finding(
            Area,
            "tier",
            report.Tier == SandboxTier.Full || !OperatingSystem.IsLinux(),
            report.Tier.ToName(),
            report.Choice is { } choice && choice == report.Tier
                ? "~/.specify/config.yaml chose it: remove 'tier' under 'sandbox' to have the best again"
                : WhyNotMore(report.Tier)
        );
        if (machine.Launcher is null)
        {
            yield return new Finding(
                Area,
                "native binary",
                false,
                "this is a managed build: it starts plugins without a sandbox",
                "use the native binary"
            );
        }

        if (!OperatingSystem.IsLinux())
        {
            yield break;
        }

        if (machine.Launcher is { } launcher)
        {
            yield return new Finding(Area, "launcher", true, launcher);
        }

        yield return machine.Bubblewrap is { } program
            ? new Finding(Area, "bubblewrap", true, program)
            : new Finding(
                Area,
                "bubblewrap",
                false,
                "not on the PATH",
                "install the package 'bubblewrap' (apt, dnf, pacman, zypper and apk all call it that)"
            );
        yield return machine.NamespaceProblem is null
            ? new Finding(Area, "namespaces", true, "can be made")
            : new Finding(Area, "namespaces", false, machine.NamespaceProblem, FixOf(machine.NamespaceProblem));
        yield return machine.LandlockVersion > 0
            ? new Finding(
                Area,
                "landlock",
                true,
                string.Create(CultureInfo.InvariantCulture, $"version {machine.LandlockVersion}")
            )
            : new Finding(
                Area,
                "landlock",
                false,
                "not in this kernel",
                "use Linux 5.13 or newer with 'landlock' among the security modules (boot parameter lsm=)"
            );
        yield return machine.HasSeccomp
            ? new Finding(Area, "seccomp", true, "system calls can be filtered")
            : new Finding(
                Area,
                "seccomp",
                false,
                "no filter for this kernel or processor",
                "Speckit filters on x86-64 and AArch64, on kernels with CONFIG_SECCOMP_FILTER"
            );
        yield return new Finding(
            Area,
            "control groups",
            report.LimitsMemory && report.LimitsProcesses ? true : null,
            GroupsOf(report),
            report.LimitsMemory
                ? null
                : "memory is limited by RLIMIT_DATA and the runtimes' own limits; run in a delegated group (systemd-run --user --scope) to have control groups"
        );
    }

    private static string GroupsOf(SandboxReport report) =>
        (report.LimitsMemory, report.LimitsProcesses) switch
        {
            (true, true) => "memory and processes",
            (true, false) => "memory alone",
            (false, true) => "processes alone",
            _ => "may not be made by this user",
        };

    private static string? WhyNotMore(SandboxTier tier) =>
        tier == SandboxTier.Full ? null
        : OperatingSystem.IsLinux() ? "see the problems below"
        : "the higher tiers are made of what Linux has";

    private static string FixOf(string problem)
    {
        const string apparmor = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";
        if (problem.Contains("max_user_namespaces", StringComparison.Ordinal))
        {
            return "sudo sysctl user.max_user_namespaces=15000";
        }

        if (problem.Contains("unprivileged_userns_clone", StringComparison.Ordinal))
        {
            return "sudo sysctl kernel.unprivileged_userns_clone=1";
        }

        return File.Exists(apparmor) && File.ReadAllText(apparmor).Trim() == "1"
            ? "AppArmor restricts user namespaces: allow bwrap in a profile (flags=(unconfined) { userns, }), or sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
            : "in a container, allow user namespaces and mounts to it (docker: --security-opt seccomp=unconfined --security-opt systempaths=unconfined)";
    }
}
