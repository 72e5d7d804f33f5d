using Speckit.Host.Projects;
using Speckit.Host.Services;
using Speckit.Manifests.Diagnostics;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Resident;

/// <summary>A connection to a project's resident host, for one question. It works on the thread that asks: a thread more costs as much as the
/// whole answer.</summary>
public sealed class ResidentClient : IDisposable
{
    private const int AnswerSeconds = 10;
    private static readonly ResidentJsonContext Json = ResidentJsonContext.Default;
    private readonly ResidentLine _line;
    private readonly string _project;
    private readonly string? _program;

    private ResidentClient(ResidentLine line, ProjectLayout project, string? program)
    {
        _line = line;
        _project = project.Root;
        _program = program;
    }

    /// <summary>Connects, if there is a resident host of this user for the project; null if there is none.</summary>
    /// <param name="user">The user's state.</param>
    /// <param name="project">The project.</param>
    /// <param name="program">This process's executable; null for a managed build.</param>
    public static ResidentClient? TryConnect(UserLayout user, ProjectLayout project, string? program)
    {
        var place = ResidentPlace.Of(user, project);
        return
            !OperatingSystem.IsWindows()
            && File.Exists(place.Socket)
            && ResidentLine.TryConnect(place.Socket) is { } line
            ? new ResidentClient(line, project, program)
            : null;
    }

    /// <summary>Runs a command there.</summary>
    /// <param name="call">The command, its arguments and options.</param>
    /// <param name="variables">The environment that the command is to see.</param>
    /// <param name="console">Where plugins' words go.</param>
    /// <param name="warn">Told of warnings, such as a hook that failed.</param>
    /// <param name="cancellationToken">Tells the plugin to stop.</param>
    /// <returns>How it ended; null when the resident host cannot take the call now, and nothing was done: it is busy, ends, or is another
    /// program.</returns>
    public Result<CommandRunResult>? TryRun(
        CommandRunParams call,
        IReadOnlyDictionary<string, string> variables,
        IPluginConsole console,
        Action<Diagnostic> warn,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(warn);
        cancellationToken.ThrowIfCancellationRequested();
        using var cancelling = cancellationToken.Register(_line.Cancel);
        var (began, failure) = (false, "it closed the connection");
        try
        {
            var version = HostEnvironment.CoreVersion.ToString();
            _line.Send(
                ResidentMethods.Run,
                json =>
                    ResidentRunWriter.Write(
                        json,
                        new ResidentRunParams(version, ProgramStamp.Of(_program), _project, call, variables)
                    )
            );
            while (_line.Read() is { } message)
            {
                if (message.IsAnswer)
                {
                    if (message.Error is not null)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                    }

                    return Read(message, call);
                }

                began |= message.Method == ResidentMethods.Began;
                if (message.Method == ResidentMethods.Said)
                {
                    Show(message.Parameters(Json.ResidentSaid), console, warn);
                }
            }
        }
        catch (IOException e)
        {
            failure = e.Message;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (!began)
        {
            return null;
        }

        // What it did so far is not known: the command is not run a second time.
        return HostDiagnostics.ResidentFailed.Error(
            $"the resident host ended while it ran {call.Name}: {failure}",
            "see what was done with 'specify plugin audit', then run the command again"
        );
    }

    /// <summary>What the resident host is doing; null when it does not answer.</summary>
    public ResidentStatus? TryGetStatus() => TryAsk(ResidentMethods.Status);

    /// <summary>Tells the resident host to end; it does once this connection is closed. Null when it does not answer.</summary>
    public ResidentStatus? TryStop() => TryAsk(ResidentMethods.Stop);

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();

    private static Result<CommandRunResult>? Read(ResidentLine.Message message, CommandRunParams call)
    {
        if (message.Error is { } error)
        {
            if (error.Code is RpcErrorCodes.Busy or RpcErrorCodes.ProtocolMismatch)
            {
                return null;
            }

            return HostDiagnostics.ResidentFailed.Error(
                $"the resident host could not run {call.Name}: {error.Text}",
                "see what was done with 'specify plugin audit', then run the command again; 'specify host stop' ends the resident host"
            );
        }

        if (message.FindRunResult() is { } done)
        {
            return done;
        }

        var answer = message.Result(Json.ResidentRunResult);
        return answer.Diagnostics.Count > 0
            ? Result<CommandRunResult>.Failure([.. answer.Diagnostics.Select(d => d.ToDiagnostic())])
            : throw new IOException("its answer says neither what was done nor what went wrong");
    }

    private ResidentStatus? TryAsk(string method)
    {
        try
        {
            _line.AnswerWithin(AnswerSeconds);
            _line.Send(
                method,
                json =>
                {
                    json.WriteStartObject();
                    json.WriteEndObject();
                }
            );
            return _line.Read() is { IsAnswer: true, Error: null } message ? message.Result(Json.ResidentStatus) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Show(ResidentSaid said, IPluginConsole console, Action<Diagnostic> warn)
    {
        switch (said)
        {
            case { Text: { } text }:
                console.Write(said.Plugin, text);
                break;
            case { Finding: { } finding }:
                console.Finding(said.Plugin, finding);
                break;
            case { Progress: { } progress }:
                console.Progress(said.Plugin, progress);
                break;
            case { Log: { } entry }:
                console.Log(said.Plugin, entry);
                break;
            case { Warning: { } warning }:
                warn(warning.ToDiagnostic());
                break;
        }
    }
}
