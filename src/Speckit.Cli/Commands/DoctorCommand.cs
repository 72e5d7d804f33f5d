using System.Text.Json.Nodes;
using Speckit.Cli.Commands.Diagnosis;
using Speckit.Cli.Interaction;
using Speckit.Host.Runtime;
using Speckit.Host.Sandbox.Machine;
using Speckit.Host.Sdks;

namespace Speckit.Cli.Commands;

/// <summary><c>specify doctor</c>: what this machine has for plugins, what it lacks, and how to mend it.</summary>
internal sealed class DoctorCommand : SpeckitCommand
{
    internal DoctorCommand(CliEnvironment environment)
        : base(
            environment,
            "doctor",
            "Check what this machine has for plugins: sandbox, runtimes, folders",
            "doctor",
            "doctor --json"
        ) { }

    protected override async Task<CommandOutcome> ExecuteAsync(
        CommandContext context,
        CancellationToken cancellationToken
    )
    {
        var environment = context.Environment;
        var runtimes = MachineRuntimes.FindAsync(cancellationToken);
        var made = await SandboxReport.MakeAsync(
            environment.User,
            environment.Launcher,
            context.FindProject().TryGet(out var project) ? project.Root : environment.WorkingDirectory,
            environment.Variable("PATH"),
            cancellationToken
        );
        if (!made.TryGet(out var report))
        {
            return CommandOutcome.Fail(made);
        }

        Finding[] findings =
        [
            .. SandboxFindings.Of(report),
            .. (await runtimes).Select(Runtime),
            Sdk(environment),
            .. FolderFindings.Of(environment.User),
        ];
        Show(context.Terminal, findings);
        var data = new JsonObject { ["findings"] = new JsonArray([.. findings.Select(f => f.ToJson())]) };
        return findings.Any(f => f.IsGood == false)
            ? new CommandOutcome(data, [], ExitCodes.Failed) { WereShown = true }
            : CommandOutcome.Done(data);
    }

    private static Finding Runtime(MachineRuntime runtime) =>
        runtime.Executable is null
            ? new Finding("runtimes", runtime.Name, null, "not on the PATH", $"plugins in {runtime.Name} need it")
            : new Finding("runtimes", runtime.Name, true, $"{runtime.Version ?? "?"} at {runtime.Executable}");

    private static Finding Sdk(CliEnvironment environment) =>
        new SdkLocation(environment.Variable).NugetPackages is { } folder
            ? new Finding("sdk", "packages", true, folder)
            : new Finding(
                "sdk",
                "packages",
                null,
                "not beside the binary",
                "authors name them with SPECKIT_SDK_PACKAGES"
            );

    private static void Show(Terminal terminal, Finding[] findings)
    {
        foreach (var area in findings.GroupBy(f => f.Area))
        {
            terminal.Line(terminal.Bold(char.ToUpperInvariant(area.Key[0]) + area.Key[1..]));
            foreach (var finding in area)
            {
                var mark = finding.IsGood switch
                {
                    true => "✓",
                    false => "✗",
                    _ => "-",
                };
                terminal.Line($"  {mark} {finding.Name}: {TerminalText.Line(finding.Found)}");
                if (finding is { IsGood: not true, Fix: { } fix })
                {
                    terminal.Line($"      {fix}");
                }
            }
        }
    }
}
