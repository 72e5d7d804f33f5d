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

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(9.5);

    /// <summary>Starts a sender and forgets it. Of what the command has it is given nothing: its streams are pipes that end with the
    /// command, its folder is the root, its session will be its own.</summary>
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
