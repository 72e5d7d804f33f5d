using Speckit.Benchmarks.Resolve;

switch (args)
{
    case ["resolve"]:
        await ResolveBenchmark.RunAsync(Console.Out);
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: Speckit.Benchmarks resolve");
        return 2;
}
