using System.Runtime.InteropServices;
using Speckit.Host;
using Speckit.Host.Projects;
using Speckit.Host.Runtime;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Testing;

/// <summary>The process between a test runner and a plugin's sandbox: what <c>specify plugin test --sandbox</c> puts before the programs that are
/// to run inside.</summary>
internal static class InSandboxProgram
{
    /// <summary>The first argument of such a call: <c>&lt;verb&gt; &lt;home&gt; &lt;project&gt; &lt;plugin&gt; [program arguments…]</c>.</summary>
    internal const string Verb = "__inside";

    /// <summary>Runs the program, or the plugin when none is named, until it ends.</summary>
    internal static async Task<int> RunAsync(string[] args, CliEnvironment environment)
    {
        if (
            args is not [_, var home, var root, var plugin, .. var words]
            || !ProjectFinder.At(root).TryGet(out var project)
            || !PluginName.TryParse(plugin, out var name)
        )
        {
            return ExitCodes.BadInput;
        }

        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var host = new HostEnvironment(project, new UserLayout(home), environment.Time, [])
        {
            Variable = environment.Variable,
        };
        var streams = new ProgramStreams(
            Console.OpenStandardInput(),
            Console.OpenStandardOutput(),
            Console.OpenStandardError()
        );
        try
        {
            var ran = await new SandboxedProgram(host, environment.Launcher).RunAsync(
                name,
                [.. words],
                environment.WorkingDirectory,
                streams,
                stop.Token
            );
            if (ran.TryGet(out var exitCode))
            {
                return exitCode;
            }

            await environment.Error.WriteLineAsync(ran.Diagnostics[0].ToString());
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }
}
