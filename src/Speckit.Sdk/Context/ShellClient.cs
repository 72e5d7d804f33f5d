using Speckit.Protocol.Messages;
using Speckit.Sdk.Context;

namespace Speckit.Sdk;

/// <summary>Runs programs through the host, inside the plugin's own sandbox. Needs <c>subprocess</c>. There is never a shell in between.</summary>
public sealed class ShellClient
{
    private readonly HostConnection _host;

    internal ShellClient(HostConnection host) => _host = host;

    /// <summary>Runs a program and waits for its end. Its exit code is not judged: see <see cref="ShellResult.EnsureSuccess"/>.</summary>
    /// <param name="argv">The program and its arguments.</param>
    /// <param name="workingDirectory">A folder relative to the project; the project's own when null.</param>
    /// <param name="timeout">When the program is ended; the plugin's own limit when null.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="CapabilityDeniedException">Without <c>subprocess</c>.</exception>
    public async Task<ShellResult> RunAsync(
        IReadOnlyList<string> argv,
        string? workingDirectory = null,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(argv);
        if (argv.Count == 0)
        {
            throw new ArgumentException("There is no program to run.", nameof(argv));
        }

        var json = ProtocolJsonContext.Default;
        var done = await _host.AskAsync(
            Methods.ShellRun,
            new ShellRunParams(argv, workingDirectory, timeout?.TotalSeconds),
            json.ShellRunParams,
            json.ShellRunResult,
            cancellationToken
        );
        return new ShellResult(argv[0], done);
    }

    /// <summary>
    /// Runs a program that is written as one text, such as <c>git log -1 --format='%an %ae'</c>. The text is split with
    /// <see cref="ShellWords.Split"/>; variables, patterns, pipes and redirections have no meaning.
    /// </summary>
    /// <exception cref="FormatException">A quotation mark is not closed.</exception>
    /// <exception cref="CapabilityDeniedException">Without <c>subprocess</c>.</exception>
    public Task<ShellResult> RunAsync(
        string commandLine,
        string? workingDirectory = null,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    ) => RunAsync(ShellWords.Split(commandLine), workingDirectory, timeout, cancellationToken);
}
