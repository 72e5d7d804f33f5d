using SecurityScanner;
using Speckit.Sdk;

return await PluginHost
    .CreateBuilder()
    .AddCommand<ScanCommand>()
    .AddHook<PostImplementHook>("workflow.implement.completed")
    .RunAsync(args);
