using System.Text.Json;
using Speckit.Host.Resident;
using Speckit.Host.Runtime;
using Speckit.Host.Services;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Diagnostics;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Tests.Resident;

/// <summary>A resident host in this process, reached through its real socket.</summary>
internal sealed class ResidentSession : IAsyncDisposable
{
    private readonly TestProject _project;
    private readonly string? _program;
    private readonly CancellationTokenSource _stop = new();
    private readonly ResidentServer _server;

    private ResidentSession(TestProject project, TimeSpan idle, string? program)
    {
        _project = project;
        _program = program;
        var host = project.CreateHost();
        _server = new ResidentServer(
            host,
            (seen, console, warn) =>
                new PluginProcessFactory(seen, new ServiceTable(), console, TestProject.TestLimits, launcher: null)
                {
                    Warn = warn,
                },
            idle,
            program
        );
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Ready = ready.Task;
        Served = Task.Run(() => _server.RunAsync(ready.SetResult, _stop.Token));
    }

    /// <summary>Done when it listens.</summary>
    private Task Ready { get; }

    /// <summary>Done when it has ended.</summary>
    internal Task<Result<Unit>> Served { get; }

    /// <summary>What callers hear.</summary>
    internal RecordingConsole Console { get; } = new();

    /// <summary>What callers are warned of.</summary>
    internal List<Diagnostic> Warnings { get; } = [];

    /// <summary>The environment of callers, in addition to this process's.</summary>
    internal Dictionary<string, string> Variables { get; } = [];

    internal ResidentPlace Place => ResidentPlace.Of(_project.User, _project.Layout);

    internal static async Task<ResidentSession> StartAsync(
        TestProject project,
        TimeSpan? idle = null,
        string? program = null
    )
    {
        var session = new ResidentSession(project, idle ?? TimeSpan.FromHours(1), program);
        await Task.WhenAny(session.Ready, session.Served);
        return session;
    }

    /// <summary>A run as the command line does it; null when it would run cold.</summary>
    internal async Task<Result<CommandRunResult>?> RunAsync(
        string command,
        CancellationToken cancellationToken = default,
        params string[] arguments
    )
    {
        var call = new CommandRunParams(command, arguments, new Dictionary<string, JsonElement>());
        return await Task.Run(
            () =>
            {
                using var client = ResidentClient.TryConnect(_project.User, _project.Layout, _program);
                return client?.TryRun(call, Environment(), Console, Warnings.Add, cancellationToken);
            },
            CancellationToken.None
        );
    }

    /// <summary>What a successful run returned.</summary>
    internal async Task<string> ReturnOfAsync(string command)
    {
        var ran = (await RunAsync(command)).ShouldNotBeNull("it would run cold");
        ran.Succeeded.ShouldBeTrue(string.Join("; ", ran.Diagnostics));
        return ran.Value.Result!.Value.ToString();
    }

    /// <summary>The code of a failed run's error.</summary>
    internal async Task<string> FailureOfAsync(string command)
    {
        var ran = (await RunAsync(command)).ShouldNotBeNull("it would run cold");
        ran.Succeeded.ShouldBeFalse();
        return ran.Diagnostics[0].Code;
    }

    internal ResidentStatus? Status()
    {
        using var client = ResidentClient.TryConnect(_project.User, _project.Layout, _program);
        return client?.TryGetStatus();
    }

    internal ResidentStatus? Stop()
    {
        using var client = ResidentClient.TryConnect(_project.User, _project.Layout, _program);
        return client?.TryStop();
    }

    /// <summary>Ends it at once, as a signal does.</summary>
    internal Task EndAsync() => _stop.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Served;
        await _server.DisposeAsync();
        _stop.Dispose();
    }

    private Dictionary<string, string> Environment()
    {
        var variables = new Dictionary<string, string>(Variables);
        foreach (var name in new[] { "PATH", "LANG", "DOTNET_ROOT", "SPECKIT_SHARE" })
        {
            if (_project.Host.Variable(name) is { } value)
            {
                variables.TryAdd(name, value);
            }
        }

        return variables;
    }
}
