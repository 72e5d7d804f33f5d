using GreeterPlugin;
using Speckit.Sdk;

return await PluginHost
    .CreateBuilder()
    .AddCommand<HelloCommand>()
    .AddCommand<AttackCommand>()
    .AddCommand<FailCommand>()
    .AddCommand<WaitCommand>()
    .RunAsync(args);
