using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Speckit.Cli.Running;
using Speckit.Host;
using Speckit.Host.Projects;
using Speckit.Host.Resident;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Commands.Hosts;

/// <summary><c>specify host start</c>: starts a resident host for the project and leaves it behind.</summary>
internal sealed class StartCommand : SpeckitCommand
{
    private const int MostMinutes = 24 * 60;

    private readonly Option<int> _idle = new("--idle-timeout")
    {
        Description = "Minutes without a command after which it ends by itself",
        DefaultValueFactory = _ => 15,
        HelpName = "MINUTES",
    };

    internal StartCommand(CliEnvironment environment)
        : base(
            environment,
            "start",
            "Start a host that keeps plugins warm for the commands that follow",
            "host start",
            "host start --idle-timeout 60"
        ) => Options.Add(_idle);

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var minutes = context.Parsed.GetValue(_idle);
        if (minutes is < 1 or > MostMinutes)
        {
            return CommandOutcome.Fail(
                CliDiagnostics.Usage.Error(
                    $"--idle-timeout is between 1 and {MostMinutes} minutes, not {minutes}",
                    "give it another number"
                )
            );
        }

        var found = context.FindProject();
        if (!found.TryGet(out var project))
        {
            return CommandOutcome.Fail(found);
        }

        var started = await StartAsync(context, project, TimeSpan.FromMinutes(minutes), cancellationToken);
        return started.Succeeded ? StatusCommand.Show(context, project) : CommandOutcome.Fail(started);
    }

    private static async Task<Result<Unit>> StartAsync(
        CommandContext context,
        ProjectLayout project,
        TimeSpan idle,
        CancellationToken cancellationToken
    )
    {
        if (OperatingSystem.IsWindows() || context.Environment.Self is not { } program)
        {
            return HostDiagnostics.ResidentFailed.Error(
                "this build of the program cannot stay resident",
                "use the native binary: './run install' builds it"
            );
        }

        if (FindRunning(context, project) is { } running)
        {
            return running;
        }

        // Nothing of the caller's goes along: no open file, no folder in use.
        ResidentServer.KeepDescriptors();
        var start = new ProcessStartInfo(program, ResidentProgram.Arguments(project, idle))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetPathRoot(project.Root),
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
            return line == ResidentProgram.Ready
                ? new Unit()
                : FindRunning(context, project)
                    ?? HostDiagnostics.ResidentFailed.Error(
                        $"the resident host did not start: {(await process.StandardError.ReadToEndAsync(cancellationToken)).Trim()}",
                        "see 'specify host status'"
                    );
        }
        catch (Win32Exception e)
        {
            return HostDiagnostics.ResidentFailed.Error($"the resident host could not be started: {e.Message}");
        }
    }

    private static Diagnostic? FindRunning(CommandContext context, ProjectLayout project)
    {
        using var client = StatusCommand.TryConnect(context, project);
        return client?.TryGetStatus() is { } status
            ? HostDiagnostics.ResidentRunning.Error(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a resident host runs for '{project.Root}' already: process {status.ProcessId}"
                ),
                "use it; 'specify host stop' ends it"
            )
            : null;
    }
}
