using Speckit.Cli;
using Speckit.Host.Sandbox;
using Speckit.Host.Sandbox.Confinement;

// A launcher call never reaches the command line: it becomes the plugin.
return args switch
{
    [PluginLauncher.Verb, ..] => PluginLauncher.Run(args),
    [ConfineStep.Verb, ..] => ConfineStep.Run(args),
    _ => await CommandLineApp.RunAsync(args, ProcessEnvironment.Create()),
};
