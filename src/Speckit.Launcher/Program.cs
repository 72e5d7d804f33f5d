using Speckit.Host.Sandbox;
using Speckit.Host.Sandbox.Confinement;

// The step before a plugin, as a program of its own: it starts before every plugin, and this small one does in half of the time of the whole.
return args switch
{
    [PluginLauncher.Verb, ..] => PluginLauncher.Run(args),
    [ConfineStep.Verb, ..] => ConfineStep.Run(args),
    _ => Refuse(),
};

static int Refuse()
{
    Console.Error.WriteLine("this program is started by 'specify', before a plugin");
    return 2;
}
