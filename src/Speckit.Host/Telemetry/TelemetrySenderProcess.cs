using System.ComponentModel;
using System.Diagnostics;
using Speckit.Host.Platform;
using Speckit.Host.Projects;

namespace Speckit.Host.Telemetry;

/// <summary>The process of the <see cref="TelemetrySender"/>: the native binary, started with <see cref="Verb"/>.</summary>
public static class TelemetrySenderProcess
{
    /// <summary>The one argument that makes the native binary the sender.</summary>
    public const string Verb = "__send-telemetry";

    // Where the user's state is, how the network is reached and whom to trust there; what else is set may be a secret.
    private static readonly string[] Needed =
    [
        "HOME",
        "USERPROFILE",
        "SystemRoot",
        "http_proxy",
        "https_proxy",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
        "no_proxy",
        "NO_PROXY",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
    ];

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(9.5);

    /// <summary>Starts a sender and forgets it. Of what the command has it is given nothing: its streams are pipes that end with the
    /// command, its folder is the root, its variables are the few it needs, its session will be its own.</summary>
    /// <param name="program">The native binary.</param>
    public static void Start(string program)
    {
        var start = new ProcessStartInfo(program, [Verb])
        {
            WorkingDirectory = Path.GetPathRoot(program) ?? Path.DirectorySeparatorChar.ToString(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Except(Needed.Concat(TelemetryVeto.Variables)).ToList())
        {
            start.Environment.Remove(name);
        }

        try
        {
            using var process = Process.Start(start);
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            // The next run tries again, an hour later.
        }
    }

    /// <summary>Sends what waits; ends within ten seconds whatever the network does.</summary>
    /// <returns>The exit code, which nobody looks at.</returns>
    public static async Task<int> RunAsync(UserLayout user, TimeProvider time, Func<string, string?> variable)
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = UnixNative.SetSid();
        }

        try
        {
            await new TelemetrySender(user, time, variable).SendAsync(CancellationToken.None).WaitAsync(Limit, time);
            return 0;
        }
        catch (Exception e)
            when (e is TimeoutException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            return 1;
        }
    }
}
