using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Speckit.Host.Policy.Model;
using Speckit.Host.Sandbox.Bubblewrap;
using Speckit.Host.Sandbox.Cgroups;
using Speckit.Host.Sandbox.Confinement;
using Speckit.Host.Sandbox.Machine;
using Speckit.Host.Sandbox.Network;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Host.Sdks;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Sandbox;

/// <summary>Puts programs into a plugin's sandbox: the plugin itself, and the commands that the host runs for it.</summary>
/// <param name="host">The project.</param>
/// <param name="machine">What the machine has.</param>
internal sealed class SandboxLauncher(HostEnvironment host, SandboxMachine machine)
{
    /// <summary>What to do about a sandbox that is not complete.</summary>
    internal const string AskDoctor = "'specify doctor' shows what this machine has";

    private readonly Lazy<IReadOnlyList<GroupParent>> _groups = new(() => GroupParent.Find());
    private bool _hasSwept;
    private readonly ClosedMemory _memory = new();

    /// <summary>What the machine has.</summary>
    internal SandboxMachine Machine => machine;

    /// <summary>Prepares a sandbox. The start is changed so that it starts the program inside; <see cref="SandboxSession.EnterAsync"/> has to
    /// follow the start.</summary>
    /// <param name="profile">What the program is given.</param>
    /// <param name="tier">The tier that is to be reached; it is reached, or the start fails.</param>
    /// <param name="start">The program (absolute), its arguments, environment and folder.</param>
    /// <param name="kind">The program's language runtime.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The sandbox, not entered yet; or <c>SPK6022</c> with the reason.</returns>
    internal async Task<Result<SandboxSession>> PrepareAsync(
        SandboxProfile profile,
        SandboxTier tier,
        ProcessStartInfo start,
        PluginRuntime kind,
        CancellationToken cancellationToken
    )
    {
        if (!OperatingSystem.IsLinux() || tier == SandboxTier.Process)
        {
            var direct = new SandboxSession(profile, SandboxTier.Process, LaunchDirectly(start));
            direct.Own(_memory.Close());
            return direct;
        }

        var session = new SandboxSession(WithRealPaths(profile), tier, leadsGroup: tier == SandboxTier.Restricted);
        try
        {
            if (tier == SandboxTier.Restricted)
            {
                session.Own(_memory.Close());
            }

            await FillAsync(session, start, kind, cancellationToken);
            return session;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            await session.DisposeAsync();
            return Failed(profile, tier, e.Message, AskDoctor);
        }
    }

    /// <summary>Removes what hosts that have ended left behind. For when there is time: a sandbox that is being made does not need it.</summary>
    internal void SweepOnce()
    {
        if (_hasSwept || !_groups.IsValueCreated)
        {
            return;
        }

        _hasSwept = true;
        foreach (var parent in _groups.Value)
        {
            try
            {
                parent.Sweep(GroupName.IsAbandoned);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // What is left there is in nobody's way.
            }
        }
    }

    /// <summary>The error of a sandbox that could not be set up.</summary>
    internal static Diagnostic Failed(SandboxProfile profile, SandboxTier tier, string why, string hint) =>
        HostDiagnostics.SandboxFailed.Error(
            $"{profile.Plugin} was not started: its sandbox (tier '{tier.ToName()}') could not be set up: {why}",
            hint
        );

    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    private async Task FillAsync(
        SandboxSession session,
        ProcessStartInfo start,
        PluginRuntime kind,
        CancellationToken cancellationToken
    )
    {
        var profile = session.Profile;
        var full = session.Tier == SandboxTier.Full;
        var entries = ProtectedEntries.Find(profile);
        var runtime = RuntimeOf(start, profile, entries.RealPackage, kind);
        if (full && !entries.Missing.IsEmpty)
        {
            session.Own(await Placeholders.HoldAsync(host.Project.CacheDirectory, entries.Missing, cancellationToken));
            entries = ProtectedEntries.Find(profile);
        }

        var watch = session.Own(new GrowthWatch(profile, host.Time));
        session.Growth = watch;
        watch.Begin();
        session.Group = ControlGroup.Create(_groups.Value, GroupName.Next(), profile.Limits);
        var channel = session.Own(new ControlChannel());
        session.Channel = channel;
        session.Order = new OrderBuilder(machine, profile, runtime, entries).Build(
            session.Tier,
            kind,
            session.Group is { LimitsMemory: true }
        );
        session.Broker =
            session.Order.ProxyPort == 0 ? null : new BrokerProxy(profile.Plugin, profile.Hosts!, host.Audit);
        var control = channel.StepDescriptor.ToString(CultureInfo.InvariantCulture);
        if (full)
        {
            var inherited = session.Own(InheritedFiles.Open(machine.Launcher!));
            session.Inherited = inherited;
            var arguments = new BubblewrapArguments(profile, runtime, entries);
            var words = arguments.Build(inherited.Copies, start.WorkingDirectory);
            Wrap(start, machine.Bubblewrap!, [.. words, inherited.Step, ConfineStep.Verb, control]);
            FullEnvironment.Apply(start, session.Order.ProxyPort);
        }
        else
        {
            Wrap(start, machine.Launcher!, [ConfineStep.Verb, control]);
        }
    }

    private RuntimePaths RuntimeOf(
        ProcessStartInfo start,
        SandboxProfile profile,
        string realPackage,
        PluginRuntime kind
    )
    {
        var trust = new ProgramTrust(
            [profile.ProjectRoot, profile.PackageDirectory, realPackage, .. profile.WritePaths],
            start.Environment["PATH"]
        );
        var found = RuntimePaths.Of(start.FileName, host.User.Home, trust, isRuntime: kind != PluginRuntime.Native);
        return found with { Read = [.. found.Read, .. SharedFolders()] };
    }

    /// <summary>Plugins of other languages load the SDK that came with Speckit.</summary>
    private IEnumerable<string> SharedFolders()
    {
        var share = new SdkLocation(host.Variable).Share;
        return Directory.Exists(share) ? [share] : [];
    }

    private bool LaunchDirectly(ProcessStartInfo start)
    {
        if (machine.Launcher is not { } launcher)
        {
            return false;
        }

        Wrap(start, launcher, PluginLauncher.Prefix());
        return true;
    }

    private static void Wrap(ProcessStartInfo start, string program, IEnumerable<string> prefix)
    {
        string[] command = [start.FileName, .. start.ArgumentList];
        start.FileName = program;
        start.ArgumentList.Clear();
        foreach (var word in prefix.Concat(command))
        {
            start.ArgumentList.Add(word);
        }
    }

    /// <summary>An error when a link below the project's root is on the way to the plugin's own data: a checkout may have brought it, and the
    /// plugin would write where it leads.</summary>
    internal static Diagnostic? FindForeignLink(SandboxProfile profile) =>
        FindLink(profile.DataDirectory, profile.ProjectRoot) is { } link
            ? HostDiagnostics.SandboxFailed.Error(
                $"{profile.Plugin} was not started: '{link}' is a link, so what it writes could go anywhere",
                "replace it by a folder"
            )
            : null;

    /// <summary>Paths that are there, and that no link of the project leads elsewhere.</summary>
    private static SandboxProfile WithRealPaths(SandboxProfile profile)
    {
        return profile with { ReadPaths = Real(profile.ReadPaths), WritePaths = Real(profile.WritePaths) };

        ImmutableArray<string> Real(ImmutableArray<string> paths) =>
            [.. paths.Where(p => Path.Exists(p) && FindLink(p, profile.ProjectRoot) is null)];
    }

    /// <summary>The first part of a path below a folder that is a link; nothing for a path elsewhere.</summary>
    private static string? FindLink(string path, string root)
    {
        for (
            var part = path;
            part.StartsWith(root + "/", StringComparison.Ordinal);
            part = Path.GetDirectoryName(part)!
        )
        {
            if (new FileInfo(part).LinkTarget is not null)
            {
                return part;
            }
        }

        return null;
    }
}
