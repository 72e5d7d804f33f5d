using Speckit.Manifests.Diagnostics;
using Speckit.Protocol;

namespace Speckit.Host.Runtime;

/// <summary>Tells what went wrong with a plugin.</summary>
internal static class PluginErrors
{
    /// <summary>The plugin answered with an error.</summary>
    internal static Diagnostic FromAnswer(string plugin, string method, RpcErrorException error) =>
        error.Code switch
        {
            RpcErrorCodes.InvalidParams => HostDiagnostics.CommandUsage.Error($"{plugin}: {error.Message}"),
            RpcErrorCodes.CapabilityDenied => HostDiagnostics.CapabilityDenied.Error(
                $"{plugin}: {error.Message}",
                "its author has to add the capability to requires.capabilities in plugin.yaml"
            ),
            RpcErrorCodes.ProtocolMismatch => HostDiagnostics.ProtocolMismatch.Error(
                $"{plugin}: {error.Message}",
                "update the plugin, or Speckit"
            ),
            RpcErrorCodes.MethodNotFound => HostDiagnostics.HandlerMissing.Error(
                $"{plugin} does not handle {method}: {error.Message}",
                "tell its author: the manifest and the code do not agree"
            ),
            _ => HostDiagnostics.PluginFailed.Error($"{plugin} failed in {method}: {error.Message}"),
        };

    /// <summary>The plugin used more than it may.</summary>
    internal static Diagnostic FromLimit(string plugin, string method, string limit, string lastWords) =>
        HostDiagnostics.LimitExceeded.Error(
            $"{plugin} ended during {method}: it reached its limit of {limit}"
                + (lastWords.Length == 0 ? "" : $"; its last words: {lastWords}"),
            "give it less to do, or tell its author: limits are set under resource_limits in plugin.yaml"
        );

    /// <summary>The plugin ended, or broke the protocol.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="method">What it was asked for.</param>
    /// <param name="cause">What ended the conversation.</param>
    /// <param name="exitCode">Its exit code, as far as it has ended.</param>
    /// <param name="lastWords">The end of its standard error.</param>
    internal static Diagnostic FromEnd(string plugin, string method, Exception cause, int? exitCode, string lastWords)
    {
        var breach = BreachIn(cause);
        var what = breach is null
            ? $"{plugin} ended during {method}{Manner(exitCode)}"
            : $"{plugin} broke the protocol during {method}: {breach.Message}";
        return HostDiagnostics.PluginFailed.Error(
            lastWords.Length == 0 ? what : $"{what}; its last words: {lastWords}",
            "tell its author"
        );
    }

    /// <summary>How the plugin broke the protocol; null when it did not.</summary>
    internal static ProtocolException? BreachIn(Exception cause) =>
        cause is PeerEndedException ended ? ended.InnerException as ProtocolException : cause as ProtocolException;

    private static string Manner(int? exitCode) =>
        exitCode switch
        {
            null => "",
            > SignalBase and <= SignalBase + MostSignals when !OperatingSystem.IsWindows() =>
                $", by signal {exitCode - SignalBase}",
            _ => $", with exit code {exitCode}",
        };

    /// <summary>From here on an exit code tells of a signal, as in shells.</summary>
    private const int SignalBase = 128;

    private const int MostSignals = 64;
}
