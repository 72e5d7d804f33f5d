using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Speckit.Host.Projects;
using Speckit.Host.Sandbox.Bubblewrap;
using Speckit.Host.Sandbox.Confinement;

namespace Speckit.Host.Sandbox.Machine;

/// <summary>Tries whether bubblewrap can make namespaces here. Containers, AppArmor and settings can forbid it in ways that only a try shows.
/// That it worked is remembered until the machine starts anew; that it did not is not.</summary>
/// <param name="user">The user's state.</param>
internal sealed class NamespaceProbe(UserLayout user)
{
    private const int StepRan = 125;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private string File => Path.Combine(user.CacheDirectory, "namespaces");

    /// <summary>The machine with what the try showed.</summary>
    internal async Task<SandboxMachine> TryAsync(SandboxMachine machine, CancellationToken cancellationToken)
    {
        if (
            !OperatingSystem.IsLinux()
            || machine.Bubblewrap is null
            || machine.Launcher is null
            || machine.NamespaceProblem is not null
        )
        {
            return machine;
        }

        var key = KeyOf(machine);
        if (System.IO.File.Exists(File) && System.IO.File.ReadAllText(File) == key)
        {
            return machine;
        }

        var problem = await RunAsync(machine, cancellationToken);
        if (problem is not null)
        {
            return machine with { NamespaceProblem = problem };
        }

        Remember(key);
        return machine;
    }

    /// <summary>Runs bubblewrap as plugins are run, around a call of the inner step that ends at once.</summary>
    [SupportedOSPlatform("linux")]
    internal static async Task<string?> RunAsync(SandboxMachine machine, CancellationToken cancellationToken)
    {
        using var inherited = TryOpen(machine.Launcher!);
        if (inherited is null)
        {
            return $"{machine.Launcher} cannot be opened";
        }

        inherited.LetThrough();
        var start = new ProcessStartInfo(machine.Bubblewrap!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "--unshare-user",
                "--unshare-ipc",
                "--unshare-pid",
                "--unshare-net",
                "--unshare-uts",
                "--ro-bind",
                "/",
                "/",
                "--proc",
                "/proc",
                "--die-with-parent",
                inherited.Step,
                ConfineStep.Verb,
            },
        };
        start.Environment.Clear();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            using var process = Process.Start(start)!;
            var words = (await process.StandardError.ReadToEndAsync(limit.Token)).Trim();
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == StepRan ? null
                : words.Length > 0 ? words.ReplaceLineEndings(" | ")
                : $"bubblewrap ended with code {process.ExitCode}";
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "bubblewrap did not end";
        }
    }

    [SupportedOSPlatform("linux")]
    private static InheritedFiles? TryOpen(string launcher)
    {
        try
        {
            return InheritedFiles.Open(launcher);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string KeyOf(SandboxMachine machine)
    {
        const string boot = "/proc/sys/kernel/random/boot_id";
        var start = System.IO.File.Exists(boot) ? System.IO.File.ReadAllText(boot).Trim() : "";
        var changed = System.IO.File.GetLastWriteTimeUtc(machine.Bubblewrap!).Ticks;
        var launcher = System.IO.File.GetLastWriteTimeUtc(machine.Launcher!).Ticks;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{start} {Environment.UserName} {machine.Bubblewrap} {changed} {machine.Launcher} {launcher}"
        );
    }

    private void Remember(string key)
    {
        try
        {
            Directory.CreateDirectory(user.CacheDirectory);
            var beside = string.Create(CultureInfo.InvariantCulture, $"{File}.{Environment.ProcessId}");
            System.IO.File.WriteAllText(beside, key);
            System.IO.File.Move(beside, File, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then it is tried again.
        }
    }
}
