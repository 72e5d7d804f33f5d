using NativePlugin;
using Speckit.Sdk;

return await PluginHost
    .CreateBuilder()
    .AddCommand<CountCommand>()
    .AddCommand<PrintCommand>()
    .AddHook<CountedHook>("plugin.native.*")
    .AddPhase<Gate>()
    .AddStack<OneFileStack>()
    .AddPersona<LineCounter>()
    .AddSquad<Counters>()
    .RunAsync(args);
