using Speckit.Registry.Commands;

return await RegistryCommandLine.RunAsync(args, Console.Out, Console.Error);
