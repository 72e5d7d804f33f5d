using Speckit.Cli;
using Speckit.Host.Runtime;

// A launcher call never reaches the command line: it becomes the plugin.
return args is [PluginLauncher.Verb, ..]
    ? PluginLauncher.Run(args)
    : await CommandLineApp.RunAsync(args, ProcessEnvironment.Create());
