using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Testing;

namespace Speckit.Benchmarks.RoundTrip;

/// <summary>
/// How long a plugin takes until its handlers are known, and how long a call and its answer take, between two processes over
/// pipes, without a sandbox. Plugins given as arguments are measured too.
/// </summary>
internal static class RoundTripBenchmark
{
    private const int Starts = 20;
    private const int WarmUps = 20_000;
    private const int Calls = 20_000;

    public static async Task RunAsync(TextWriter output, IReadOnlyList<string> plugins)
    {
        var self = Environment.ProcessPath!;
        var own =
            Path.GetFileNameWithoutExtension(self) == "dotnet"
                ? new[] { self, typeof(RoundTripBenchmark).Assembly.Location, PingPlugin.Verb }
                : [self, PingPlugin.Verb];
        await MeasureStartAsync(output, "start, framework-dependent", own);
        foreach (var plugin in plugins)
        {
            await MeasureStartAsync(output, $"start, {Path.GetFileName(plugin)}", [plugin]);
        }

        await MeasureCallsAsync(output, own);
        foreach (var plugin in plugins)
        {
            await MeasureNoHookAsync(output, $"hook/invoke, {Path.GetFileName(plugin)}", [plugin]);
        }
    }

    private static async Task MeasureStartAsync(TextWriter output, string name, string[] argv)
    {
        var times = await Sample.TakeAsync(
            Starts,
            async () =>
            {
                await using var plugin = await BenchedPlugin.StartAsync(argv);
            }
        );
        await output.WriteLineAsync(Sample.Describe(name, times));
    }

    private static async Task MeasureCallsAsync(TextWriter output, string[] argv)
    {
        await using var plugin = await BenchedPlugin.StartAsync(argv);
        async Task Ping() => await plugin.Host.RunCommandAsync(PingPlugin.Ping);
        await Sample.TakeAsync(WarmUps, Ping);
        await output.WriteLineAsync(
            Sample.Describe("host to plugin, command/run", await Sample.TakeAsync(Calls, Ping))
        );

        async Task<double[]> Many()
        {
            var times = Calls.ToString(CultureInfo.InvariantCulture);
            var result = await plugin.Host.RunCommandAsync(PingPlugin.Many, [times]);
            var files = result.Result!.Value.Deserialize(ProtocolJsonContext.Default.FileList)!.Files;
            return [.. files.Select(time => double.Parse(time, CultureInfo.InvariantCulture))];
        }

        await Many();
        await output.WriteLineAsync(Sample.Describe("plugin to host, environment/get", await Many()));
    }

    private static async Task MeasureNoHookAsync(TextWriter output, string name, string[] argv)
    {
        await using var plugin = await BenchedPlugin.StartAsync(argv);
        var envelope = plugin.Host.CreateEvent("bench.ping");
        async Task Ping() => await plugin.Host.SendEventAsync(envelope);
        await Sample.TakeAsync(WarmUps, Ping);
        await output.WriteLineAsync(Sample.Describe(name, await Sample.TakeAsync(Calls, Ping)));
    }

    private sealed class BenchedPlugin : IAsyncDisposable
    {
        private readonly Process _process;

        private BenchedPlugin(Process process) => _process = process;

        public PluginTestHost Host { get; } = new();

        public static async Task<BenchedPlugin> StartAsync(string[] argv)
        {
            var start = new ProcessStartInfo(argv[0], argv[1..])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            };
            start.Environment["DOTNET_TieredPGO"] = "0";
            var plugin = new BenchedPlugin(Process.Start(start)!);
            await plugin.Host.ConnectAsync(
                plugin._process.StandardOutput.BaseStream,
                plugin._process.StandardInput.BaseStream
            );
            return plugin;
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
    }
}
