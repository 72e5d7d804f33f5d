using System.CommandLine;
using Speckit.Cli.Interaction;
using Speckit.Cli.Running;
using Speckit.Host;
using Speckit.Host.Projects;
using Speckit.Host.Runtime;
using Speckit.Host.Services;
using Speckit.Manifests.Diagnostics;
using Speckit.Workspace;
using Speckit.Workspace.Backlog;

namespace Speckit.Cli.Commands;

/// <summary>What a command's action works with.</summary>
/// <param name="Environment">The process.</param>
/// <param name="Parsed">What the user typed.</param>
internal sealed record CommandContext(CliEnvironment Environment, ParseResult Parsed)
{
    private Terminal? _terminal;

    internal bool Json => Parsed.GetValue(GlobalOptions.Json);

    /// <summary>Whether what plugins log is shown: it is for their authors.</summary>
    internal bool ShowsLog => Environment.Variable("SPECIFY_TRACE") is "1";

    internal bool Yes => Parsed.GetValue(GlobalOptions.Yes);

    internal Terminal Terminal => _terminal ??= new Terminal(Environment, Json);

    /// <summary>An absolute path from one that the user typed.</summary>
    internal string Absolute(string path)
    {
        var home = Environment.User.Home;
        var expanded = path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? home + path[1..] : path;
        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(expanded, Environment.WorkingDirectory));
    }

    /// <summary>The project that the user means.</summary>
    internal Result<ProjectLayout> FindProject()
    {
        if (Parsed.GetValue(GlobalOptions.ProjectRoot) is not { } given)
        {
            return ProjectFinder.Find(Environment.WorkingDirectory, Environment.User);
        }

        var root = Absolute(given);
        return string.Equals(root, Environment.User.Home, StringComparison.Ordinal)
            ? HostDiagnostics.NoProject.Error(
                "the home folder is no project: its .specify holds your keys and caches",
                "name your project's root"
            )
            : ProjectFinder.At(root);
    }

    /// <summary>The host for the project that the user means.</summary>
    internal Result<HostEnvironment> OpenHost()
    {
        var found = FindProject();
        return found.TryGet(out var project)
            ? new HostEnvironment(project, Environment.User, Environment.Time, WorkspaceOutputs.All)
            {
                Variable = Environment.Variable,
            }
            : found.Propagate<HostEnvironment>();
    }

    internal LifecycleReporter Reporter() => new(Terminal, Yes);

    /// <summary>What starts plugins' processes.</summary>
    internal PluginProcessFactory Processes(
        HostEnvironment host,
        RuntimeLimits? limits = null,
        PluginConsole? console = null
    ) =>
        new(
            host,
            new ServiceTable(BacklogServices.All),
            console ?? new PluginConsole(Terminal, ShowsLog),
            limits ?? RuntimeLimits.Default,
            Environment.Launcher
        )
        {
            Warn = ShowWarning,
        };

    /// <summary>What brings the operation's events to hooks.</summary>
    internal HookDispatcher Hooks(HostEnvironment host) =>
        new(host, new PluginPool(host, Processes(host)), ShowWarning);

    /// <summary>Shows a warning at once.</summary>
    internal void ShowWarning(Diagnostic warning) =>
        DiagnosticPrinter.Print(Environment.Error, warning, Environment.ErrorHasColor);
}
