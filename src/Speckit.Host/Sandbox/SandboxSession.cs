using System.Diagnostics;
using Speckit.Host.Platform;
using Speckit.Host.Policy.Model;
using Speckit.Host.Sandbox.Bubblewrap;
using Speckit.Host.Sandbox.Cgroups;
using Speckit.Host.Sandbox.Confinement;
using Speckit.Host.Sandbox.Network;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Sandbox;

/// <summary>One sandbox, from its preparation until its last process has ended. Disposing removes what was made for it.</summary>
/// <param name="profile">What the program is given.</param>
/// <param name="tier">The tier.</param>
/// <param name="leadsGroup">Whether the process that the host starts leads a process group with all that it starts.</param>
internal sealed class SandboxSession(SandboxProfile profile, SandboxTier tier, bool leadsGroup) : IAsyncDisposable
{
    private static readonly TimeSpan SetupTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LastWordsTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastAnswerTimeout = TimeSpan.FromMilliseconds(500);
    private readonly Stack<IDisposable> _owned = new();
    private ProcessHandle? _program;
    private int? _programId;
    private volatile bool _wroteTooMuch;

    /// <summary>What the program is given.</summary>
    internal SandboxProfile Profile { get; } = profile;

    /// <summary>The tier.</summary>
    internal SandboxTier Tier { get; } = tier;

    /// <summary>Whether the process that the host starts leads a process group with all that it starts.</summary>
    internal bool LeadsGroup { get; } = leadsGroup;

    internal ControlGroup? Group { get; set; }

    internal ControlChannel? Channel { get; set; }

    internal ConfineOrder? Order { get; set; }

    internal BrokerProxy? Broker { get; set; }

    internal GrowthWatch? Growth { get; set; }

    /// <summary>The files that the process inherits.</summary>
    internal InheritedFiles? Inherited { get; set; }

    /// <summary>Lets the process that is started now inherit what it needs.</summary>
    internal void LetThrough()
    {
        if (OperatingSystem.IsLinux())
        {
            Channel?.LetThrough();
            Inherited?.LetThrough();
        }
    }

    /// <summary>Closes what the started process has inherited.</summary>
    internal void HandOver()
    {
        if (OperatingSystem.IsLinux())
        {
            Channel?.HandOver();
            Inherited?.Dispose();
        }
    }

    /// <summary>Follows the started process into the sandbox: returns when it became the program, or why it did not. A process that failed was
    /// ended.</summary>
    /// <param name="process">The process that was started.</param>
    /// <param name="permission">Nothing of the program runs before this is done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task<Diagnostic?> EnterAsync(Process process, Task permission, CancellationToken cancellationToken)
    {
        if (Channel is not { } channel || Order is null || !OperatingSystem.IsLinux())
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(SetupTimeout);
        if (Growth is not null)
        {
            await Growth.BeganAsync();
        }

        var answering = channel.ConductAsync(Order, id => ArriveAsync(id, permission), limit.Token);
        var ending = process.WaitForExitAsync(limit.Token);
        var first = await Task.WhenAny(answering, ending);
        if (first == ending && channel.HasArrived)
        {
            // A short program may have ended before the host saw that it began.
            _ = await Task.WhenAny(answering, Task.Delay(LastAnswerTimeout, CancellationToken.None));
            if (!answering.IsCompleted && channel.WasReady)
            {
                await EndAsync(answering, limit);
                return null;
            }
        }

        if (answering.IsCompletedSuccessfully && (await answering) is { Failure: null } answer)
        {
            if (answer.Listener is { } listener)
            {
                Broker?.Start(listener);
            }

            Growth?.Follow(_programId, () => End(process));
            return null;
        }

        // What outlived the step that was started would go on, and hold the streams that are read now.
        EndProgram();
        var why = await WhyAsync(process, answering);
        await EndAsync(answering, limit);
        cancellationToken.ThrowIfCancellationRequested();
        return SandboxLauncher.Failed(Profile, Tier, why, SandboxLauncher.AskDoctor);
    }

    /// <summary>Ends the conversation with the step. Until it is over it reads from a descriptor that would be closed.</summary>
    private static async Task EndAsync(Task answering, CancellationTokenSource limit)
    {
        await limit.CancelAsync();
        await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>A stream that the program writes to, up to its limit of output; a program that writes more is ended.</summary>
    internal Stream Limit(Stream output, Process process) =>
        new LimitedStream(
            output,
            (long)Profile.Limits.OutputMegabytes << 20,
            () =>
            {
                _wroteTooMuch = true;
                End(process);
            }
        );

    private static void End(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended, and perhaps been forgotten.
        }
    }

    /// <summary>Asks the program to end.</summary>
    internal void Terminate(Process process)
    {
        if (_program is not null && OperatingSystem.IsLinux())
        {
            _program.Signal(UnixNative.SigTerm);
            return;
        }

        ProcessGroup.Terminate(process, LeadsGroup);
    }

    /// <summary>Ends the program, if it is still there: when what stands between it and the host was killed too early, it does not end with
    /// that, and goes on holding its pipes.</summary>
    internal void EndProgram()
    {
        if (OperatingSystem.IsLinux())
        {
            _program?.Signal(UnixNative.SigKill);
            Group?.EndMembers();
        }
    }

    /// <summary>The limit that the program ran into, in words; null when it is none that can be seen.</summary>
    internal string? FindExceededLimit(string lastWords)
    {
        var limits = Profile.Limits;
        if (_wroteTooMuch)
        {
            return $"output ({limits.OutputMegabytes} MiB)";
        }

        if (Growth?.Reached is { } grown)
        {
            return grown;
        }

        if (Group?.RanOutOfMemory() == true || MemoryWords.Any(w => lastWords.Contains(w, StringComparison.Ordinal)))
        {
            return $"memory ({limits.MemoryMegabytes} MiB)";
        }

        if (lastWords.Contains("File too large", StringComparison.Ordinal))
        {
            return $"size of a file ({limits.OutputMegabytes} MiB)";
        }

        if (Group?.RanOutOfProcesses() == true)
        {
            return $"processes ({limits.Processes})";
        }

        return lastWords.Contains("Too many open files", StringComparison.Ordinal)
            ? $"open files ({limits.OpenFiles})"
            : null;
    }

    /// <summary>What the runtimes say when their heap is full.</summary>
    private static readonly string[] MemoryWords =
    [
        "System.OutOfMemoryException",
        "Out of memory.",
        "MemoryError",
        "JavaScript heap out of memory",
        "Cannot allocate memory",
    ];

    /// <summary>Lets the sandbox own something until it is removed.</summary>
    internal T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Push(owned);
        return owned;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Broker is not null)
        {
            await Broker.DisposeAsync();
        }

        if (OperatingSystem.IsLinux())
        {
            _program?.Signal(UnixNative.SigKill);
        }

        _program?.Dispose();

        if (Group is not null)
        {
            await Group.RemoveAsync();
        }

        while (_owned.TryPop(out var owned))
        {
            owned.Dispose();
        }
    }

    private async Task ArriveAsync(int process, Task permission)
    {
        if (process <= 0)
        {
            throw new IOException("the step before the plugin cannot be seen by the host");
        }

        _program = OperatingSystem.IsLinux() ? ProcessHandle.Open(process) : null;
        _programId = process;
        if (Group is { } group && !group.TryAdd(process))
        {
            throw new IOException("it could not be put into its control group");
        }

        await permission;
    }

    /// <summary>What the process wrote to its errors; nothing when somebody else holds the other end and writes on.</summary>
    private static async Task<string> LastWordsAsync(Process process)
    {
        try
        {
            return await process.StandardError.ReadToEndAsync().WaitAsync(LastWordsTimeout);
        }
        catch (TimeoutException)
        {
            return "";
        }
    }

    private static async Task<string> WhyAsync(Process process, Task<ConfineAnswer> answering)
    {
        if (answering.IsFaulted)
        {
            process.Kill();
            return answering.Exception!.InnerException!.Message;
        }

        if (answering is { IsCompletedSuccessfully: true } && (await answering).Failure is { } failure)
        {
            process.Kill();
            return failure;
        }

        if (!process.HasExited)
        {
            process.Kill();
            return "it took too long";
        }

        var words = (await LastWordsAsync(process)).Trim().ReplaceLineEndings(" | ");
        return words.Length > 0 ? words : $"it ended with code {process.ExitCode}";
    }
}
