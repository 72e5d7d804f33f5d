using System.Globalization;
using Speckit.Protocol.Messages;
using Speckit.Sdk;

namespace Speckit.Benchmarks.RoundTrip;

/// <summary>The plugin at the other end: the SDK and nothing else.</summary>
internal static class PingPlugin
{
    public const string Verb = "roundtrip-plugin";
    public const string Ping = "bench:ping";
    public const string Many = "bench:many";

    public static Task<int> RunAsync() =>
        PluginHost.CreateBuilder().AddCommand<PingCommand>().AddCommand<ManyCommand>().RunAsync([]);

    [Command(Ping)]
    private sealed class PingCommand : Command
    {
        public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
            Task.FromResult(CommandResult.Done);
    }

    /// <summary>Asks the host so often, one after the other, and gives the times in microseconds.</summary>
    [Command(Many)]
    private sealed class ManyCommand : Command
    {
        [Argument(0, "times")]
        public int Times { get; set; }

        public override async Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken)
        {
            var times = await Sample.TakeAsync(Times, () => context.Environment.GetAsync("X", cancellationToken));
            var texts = times.Select(time => time.ToString("R", CultureInfo.InvariantCulture)).ToArray();
            return CommandResult.From(new FileList(texts), ProtocolJsonContext.Default.FileList);
        }
    }
}
