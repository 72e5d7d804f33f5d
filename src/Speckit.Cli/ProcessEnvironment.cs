using System.Runtime.CompilerServices;
using System.Text;
using Speckit.Host.Projects;

namespace Speckit.Cli;

/// <summary>The <see cref="CliEnvironment"/> of the real process.</summary>
internal static class ProcessEnvironment
{
    /// <summary>The user's state: the home folder's, whether that is there or not. Containers often have a home that is not.</summary>
    internal static UserLayout User =>
        new(
            HomeOf(
                Environment.GetFolderPath(
                    Environment.SpecialFolder.UserProfile,
                    Environment.SpecialFolderOption.DoNotVerify
                )
            )
        );

    /// <summary>The home folder that a variable names, never one below the working folder: what a checkout brings would pass for the user's own keys,
    /// settings and consents.</summary>
    internal static string HomeOf(string named) =>
        Path.GetFullPath(named, Path.GetPathRoot(Environment.CurrentDirectory)!);

    internal static CliEnvironment Create()
    {
        var output = Open(Console.OpenStandardOutput());
        var error = Open(Console.OpenStandardError());
        return new CliEnvironment
        {
            Input = static () => Console.In,
            Output = output,
            Error = error,
            InputIsTerminal = !Console.IsInputRedirected,
            OutputIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            NoColor =
                !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
                || Environment.GetEnvironmentVariable("TERM") == "dumb",
            Width = Console.IsOutputRedirected ? 80 : Math.Max(40, Console.WindowWidth),
            WorkingDirectory = Environment.CurrentDirectory,
            User = User,
            Time = TimeProvider.System,
            ProgramName = NameOf(Environment.GetCommandLineArgs()[0]),
            Self = FindSelf(),
            Launcher = OperatingSystem.IsWindows() ? null : FindSelf(),
        };
    }

    private static StreamWriter Open(Stream stream) => new(stream, new UTF8Encoding(false)) { AutoFlush = true };

    private static string NameOf(string path) =>
        Path.GetFileNameWithoutExtension(path) is "ospec" ? "ospec" : "specify";

    /// <summary>The native binary starts plugins, resident hosts and the sender of telemetry through itself; a managed build has no single executable to
    /// do it with.</summary>
    private static string? FindSelf() => RuntimeFeature.IsDynamicCodeSupported ? null : Environment.ProcessPath;
}
