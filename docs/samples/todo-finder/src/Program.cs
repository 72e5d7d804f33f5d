using TodoFinder;

return await TodoPlugin.Create().RunAsync(args);
