using System.Globalization;
using System.Runtime.InteropServices;
using Speckit.Host;
using Speckit.Host.Projects;
using Speckit.Host.Resident;
using Speckit.Host.Runtime;
using Speckit.Host.Services;
using Speckit.Workspace;
using Speckit.Workspace.Backlog;

namespace Speckit.Cli.Running;

/// <summary>The process of a resident host: what <c>specify host start</c> starts and leaves behind.</summary>
internal static class ResidentProgram
{
    /// <summary>The first argument of that call: <c>&lt;verb&gt; &lt;project&gt; &lt;idle seconds&gt;</c>.</summary>
    internal const string Verb = "__host";

    /// <summary>What it writes when it listens.</summary>
    internal const string Ready = "ready";

    /// <summary>The arguments of that call.</summary>
    internal static IReadOnlyList<string> Arguments(ProjectLayout project, TimeSpan idle) =>
        [Verb, project.Root, idle.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)];

    /// <summary>Serves until it ends.</summary>
    internal static async Task<int> RunAsync(string[] args, CliEnvironment environment)
    {
        if (
            args is not [_, var root, var idle]
            || !int.TryParse(idle, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || !ProjectFinder.At(root).TryGet(out var project)
        )
        {
            return ExitCodes.BadInput;
        }

        ResidentServer.LeaveSession();
        using var stop = new CancellationTokenSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        var host = new HostEnvironment(project, environment.User, environment.Time, WorkspaceOutputs.All)
        {
            Variable = environment.Variable,
        };
        await using var server = new ResidentServer(
            host,
            (seen, console, warn) =>
                new PluginProcessFactory(
                    seen,
                    new ServiceTable(BacklogServices.All),
                    console,
                    RuntimeLimits.Default,
                    environment.Launcher
                )
                {
                    Warn = warn,
                },
            TimeSpan.FromSeconds(seconds),
            environment.Self
        );
        var served = await server.RunAsync(() => environment.Output.WriteLine(Ready), stop.Token);
        if (served.Succeeded)
        {
            return ExitCodes.Done;
        }

        await environment.Error.WriteLineAsync(served.Diagnostics[0].Message);
        return ExitCodes.Of(served.Diagnostics);

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
