using Speckit.Cli;
using Speckit.Host.Runtime;
using Speckit.Host.Telemetry;

// A launcher call never reaches the command line: it becomes the plugin. Neither does the sender of telemetry.
return args switch
{
    [PluginLauncher.Verb, ..] => PluginLauncher.Run(args),
    [TelemetrySenderProcess.Verb] => await TelemetrySenderProcess.RunAsync(
        ProcessEnvironment.User,
        TimeProvider.System,
        Environment.GetEnvironmentVariable
    ),
    _ => await CommandLineApp.RunAsync(args, ProcessEnvironment.Create()),
};
