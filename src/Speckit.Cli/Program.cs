using Speckit.Cli;
using Speckit.Cli.Running;
using Speckit.Cli.Testing;
using Speckit.Host.Sandbox;
using Speckit.Host.Sandbox.Confinement;
using Speckit.Host.Telemetry;

// These never reach the command line: a launcher call becomes the plugin, a program of tests runs inside, a resident host stays, the sender of telemetry works by itself.
return args switch
{
    [PluginLauncher.Verb, ..] => PluginLauncher.Run(args),
    [ConfineStep.Verb, ..] => ConfineStep.Run(args),
    [InSandboxProgram.Verb, ..] => await InSandboxProgram.RunAsync(args, ProcessEnvironment.Create()),
    [ResidentProgram.Verb, ..] => await ResidentProgram.RunAsync(args, ProcessEnvironment.Create()),
    [TelemetrySenderProcess.Verb] => await TelemetrySenderProcess.RunAsync(
        ProcessEnvironment.User,
        TimeProvider.System,
        Environment.GetEnvironmentVariable
    ),
    _ => await CommandLineApp.RunAsync(args, ProcessEnvironment.Create()),
};
