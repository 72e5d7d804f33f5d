using EchoPlugin;
using Speckit.Sdk;

// What a test wants of a plugin that does not keep to the protocol is named in a file beside the assembly.
var mode = Path.Combine(AppContext.BaseDirectory, "mode.txt");
if (File.Exists(mode))
{
    return await RawMode.RunAsync(await File.ReadAllTextAsync(mode));
}

return await PluginHost
    .CreateBuilder()
    .AddCommand<EchoCommand>()
    .AddCommand<ReadCommand>()
    .AddCommand<SleepCommand>()
    .AddCommand<SpinCommand>()
    .AddCommand<CrashCommand>()
    .AddCommand<FailCommand>()
    .AddCommand<EnvironmentCommand>()
    .AddCommand<EmitCommand>()
    .AddCommand<SpawnCommand>()
    .AddCommand<SayCommand>()
    .AddMigration<ThresholdMigration>()
    .AddMigration<FailingMigration>()
    .AddHook<RecordHook>("plugin.echo.**")
    .AddHook<FailHook>("plugin.fail")
    .AddHook<AnswerHook>("plugin.loop")
    .AddHook<SpinHook>("plugin.spin")
    .RunAsync(args);
