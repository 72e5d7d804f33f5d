using System.ComponentModel;
using System.Diagnostics;
using Speckit.Host.Grants;
using Speckit.Host.Policy.Model;
using Speckit.Host.Sandbox.Machine;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Sandbox;

/// <summary>Chooses the tier for plugins, and prepares their sandboxes.</summary>
internal sealed class PluginSandbox : IDisposable
{
    private readonly HostEnvironment _host;
    private readonly string? _binary;
    private readonly Action<Diagnostic>? _warn;
    private readonly ProcessStarter _starter = new();
    private Task<Result<Chosen>>? _chosen;

    /// <summary>Chooses at the first start.</summary>
    /// <param name="host">The project.</param>
    /// <param name="binary">The native binary, or null.</param>
    /// <param name="warn">Is told once when the user chose less than the machine reaches.</param>
    internal PluginSandbox(HostEnvironment host, string? binary, Action<Diagnostic>? warn)
    {
        _host = host;
        _binary = binary;
        _warn = warn;
    }

    /// <summary>Starts a program in a plugin's sandbox: the plugin itself, or a command that the host runs for it.</summary>
    /// <param name="granted">The plugin.</param>
    /// <param name="profile">What it is given.</param>
    /// <param name="start">The program (absolute), its arguments, environment and folder, with its three streams redirected.</param>
    /// <param name="permit">Done before anything of the program runs, as a rule while the sandbox is made.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The permission was not given.</exception>
    /// <returns>The program, running inside; or <c>SPK5030</c> when the policy demands more than is reached, <c>SPK6022</c> when the sandbox
    /// cannot be set up, <c>SPK6003</c> when there is nothing to start.</returns>
    internal async Task<Result<SandboxedProcess>> StartAsync(
        GrantedPlugin granted,
        SandboxProfile profile,
        ProcessStartInfo start,
        Func<Task> permit,
        CancellationToken cancellationToken
    )
    {
        var choice = await (_chosen ??= ChooseAsync(_host, _binary, _warn, cancellationToken));
        if (!choice.TryGet(out var chosen))
        {
            return choice.Propagate<SandboxedProcess>();
        }

        if (granted.MinimumTier > chosen.Tier)
        {
            return HostDiagnostics.TierUnavailable.Error(
                $"{profile.Plugin} may only run in the sandbox tier '{granted.MinimumTier.ToName()}', and '{chosen.Tier.ToName()}' is what is reached here",
                $"'specify policy explain {profile.Plugin}' shows which rule demands it, 'specify doctor' what this machine lacks"
            );
        }

        PassOn(profile, start);
        var kind = granted.Plugin.Runtime ?? PluginRuntime.Native;
        HeapLimits.Apply(start, kind, profile.Limits);
        var prepared = await chosen.Launcher.PrepareAsync(profile, chosen.Tier, start, kind, cancellationToken);
        return prepared.TryGet(out var session)
            ? await EnterAsync(session, chosen.Launcher, start, permit, cancellationToken)
            : prepared.Propagate<SandboxedProcess>();
    }

    /// <summary>Chooses again at the next start: settings may have changed, or the choice may have been interrupted.</summary>
    internal void Forget() => _chosen = null;

    /// <inheritdoc/>
    public void Dispose() => _starter.Dispose();

    private async Task<Result<SandboxedProcess>> EnterAsync(
        SandboxSession session,
        SandboxLauncher launcher,
        ProcessStartInfo start,
        Func<Task> permit,
        CancellationToken cancellationToken
    )
    {
        Task? permission = null;
        try
        {
            if (session.Channel is null)
            {
                await (permission = permit());
            }

            var process = await _starter.StartAsync(start, session);
            permission ??= permit();
            if (await session.EnterAsync(process, permission, cancellationToken) is not { } failure)
            {
                launcher.SweepOnce();
                return new SandboxedProcess(process, session);
            }

            process.Dispose();
            await permission;
            await session.DisposeAsync();
            return failure;
        }
        catch (Exception) when (permission is { IsFaulted: true })
        {
            await session.DisposeAsync();
            throw;
        }
        catch (OperationCanceledException)
        {
            await session.DisposeAsync();
            throw;
        }
        catch (IOException e)
        {
            await session.DisposeAsync();
            return SandboxLauncher.Failed(session.Profile, session.Tier, e.Message, SandboxLauncher.AskDoctor);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            await session.DisposeAsync();
            return HostDiagnostics.StartFailed.Error(
                $"{session.Profile.Plugin} could not be started: {e.Message}",
                "check that its entry file can be run on this machine"
            );
        }
    }

    /// <summary>The tier that plugins run in here: the best that the machine reaches, unless the user chose a lower one.</summary>
    internal static async Task<Result<Chosen>> ChooseAsync(
        HostEnvironment host,
        string? binary,
        Action<Diagnostic>? warn,
        CancellationToken cancellationToken
    )
    {
        var read = TierChoice.Read(host.User);
        if (!read.TryGet(out var choice))
        {
            return read.Propagate<Chosen>();
        }

        var seen = SandboxMachine.Look(binary, host.Project.Root, host.Variable("PATH"));
        var machine = await new NamespaceProbe(host.User).TryAsync(seen, cancellationToken);
        var tier = choice.Most is { } most && most < machine.Tier ? most : machine.Tier;
        if (tier < machine.Tier)
        {
            warn?.Invoke(
                HostDiagnostics.SandboxLowered.Warning(
                    $"plugins run in the sandbox tier '{tier.ToName()}', though this machine reaches '{machine.Tier.ToName()}'",
                    "~/.specify/config.yaml says so: remove 'tier' under 'sandbox' to have the best again"
                )
            );
        }

        return new Chosen(tier, new SandboxLauncher(host, machine));
    }

    /// <summary>What was chosen.</summary>
    /// <param name="Tier">The tier.</param>
    /// <param name="Launcher">Puts programs into it.</param>
    internal sealed record Chosen(SandboxTier Tier, SandboxLauncher Launcher);

    private void PassOn(SandboxProfile profile, ProcessStartInfo start)
    {
        foreach (var name in profile.EnvironmentNames)
        {
            if (_host.Variable(name) is { } value)
            {
                start.Environment[name] = value;
            }
        }
    }
}
