using Speckit.Cli;
using Speckit.Cli.Running;
using Speckit.Host.Runtime;

// These two never reach the command line: the one becomes a plugin, the other a host that stays.
return args switch
{
    [PluginLauncher.Verb, ..] => PluginLauncher.Run(args),
    [ResidentProgram.Verb, ..] => await ResidentProgram.RunAsync(args, ProcessEnvironment.Create()),
    _ => await CommandLineApp.RunAsync(args, ProcessEnvironment.Create()),
};
