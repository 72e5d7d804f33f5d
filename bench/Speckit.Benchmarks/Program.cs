using Speckit.Benchmarks.Resolve;
using Speckit.Benchmarks.RoundTrip;

switch (args)
{
    case ["resolve"]:
        await ResolveBenchmark.RunAsync(Console.Out);
        return 0;
    case ["roundtrip", .. var plugins]:
        await RoundTripBenchmark.RunAsync(Console.Out, plugins);
        return 0;
    case [PingPlugin.Verb]:
        return await PingPlugin.RunAsync();
    default:
        await Console.Error.WriteLineAsync("usage: Speckit.Benchmarks resolve | roundtrip [PLUGIN…]");
        return 2;
}
