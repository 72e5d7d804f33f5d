using System.Collections.Immutable;
using System.Globalization;
using Speckit.Host.Services.Files;
using Speckit.Host.Services.Limits;
using Speckit.Host.Services.Shell;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Host.Services;

/// <summary><c>shell/run</c>: a program and its words, never a text for a shell, run in the plugin's own sandbox.</summary>
internal static class ShellServices
{
    private const int MaxWords = 4096;
    private const int MaxCharacters = 128 * 1024;
    internal static ImmutableArray<Service> All { get; } =
    [
        Service.Create(
            Methods.ShellRun,
            Capability.Subprocess,
            j => j.ShellRunParams,
            j => j.ShellRunResult,
            RunAsync,
            p => string.Join(' ', p.Argv ?? []),
            (_, done) => Describe(done)
        ),
    ];

    private static async Task<ShellRunResult> RunAsync(
        ServiceContext context,
        ShellRunParams wanted,
        CancellationToken cancellationToken
    )
    {
        CheckWords(wanted.Argv);
        var timeout = CallTimeout.Of(wanted.Timeout, context.CallLimit);
        var folder = FolderOf(context, wanted.Cwd);
        var program = ProgramFinder.Find(wanted.Argv[0], folder ?? OwnFolderOf(context), context.Host.Variable("PATH"));
        if (context.StartProgram is not { } starter)
        {
            throw new RpcErrorException(
                RpcErrorCodes.Refused,
                "programs are run only inside the plugin's sandbox, and there is none here"
            );
        }

        context.Meter.Count(RunLimit.Programs);
        var started = await starter(new ProgramStart(program, [.. wanted.Argv.Skip(1)], folder), cancellationToken);
        return started.TryGet(out var running)
            ? await ProgramRun.FollowAsync(running, timeout, cancellationToken)
            : throw Failed(started.Diagnostics[0]);
    }

    private static void CheckWords(IReadOnlyList<string>? words)
    {
        if (words is not { Count: > 0 and <= MaxWords } || string.IsNullOrEmpty(words[0]))
        {
            throw Invalid($"shell/run needs a program and at most {MaxWords} words");
        }

        if (words.Any(w => w is null || w.Contains('\0', StringComparison.Ordinal)))
        {
            throw Invalid("a word of shell/run is no text, or holds a NUL");
        }

        if (words.Sum(w => (long)w.Length) > MaxCharacters)
        {
            throw new RpcErrorException(
                RpcErrorCodes.TooLarge,
                $"the words of shell/run have at most {MaxCharacters} characters"
            );
        }
    }

    /// <summary>A folder of the project that no link leads out of; null for the plugin's own.</summary>
    private static string? FolderOf(ServiceContext context, string? relative)
    {
        if (relative is null or "" or ".")
        {
            return null;
        }

        if (!context.Granted.Capabilities.Contains(Capability.FilesystemRead))
        {
            throw new RpcErrorException(
                RpcErrorCodes.Refused,
                $"a program of {context.PluginName} runs in the project's folders only with the capability {Capability.FilesystemRead}"
            );
        }

        var checkedPath = ProjectPath.Parse(relative);
        using var opened = BeneathRoot.OpenDirectory(context.Project.Root, checkedPath, create: false);
        return Path.Combine(context.Project.Root, checkedPath.Replace('/', Path.DirectorySeparatorChar));
    }

    private static string OwnFolderOf(ServiceContext context) =>
        context.Granted.Capabilities.Contains(Capability.FilesystemRead)
            ? context.Project.Root
            : context.Granted.DataDirectory;

    private static string Describe(ShellRunResult done) =>
        done.TimedOut ? "its time was over" : string.Create(CultureInfo.InvariantCulture, $"exit code {done.ExitCode}");

    private static RpcErrorException Failed(Diagnostic problem) =>
        new(
            problem.Descriptor.Kind == FailureKind.Refused ? RpcErrorCodes.Refused : RpcErrorCodes.InternalError,
            problem.Hint is null ? problem.Message : $"{problem.Message} ({problem.Hint})"
        );

    private static RpcErrorException Invalid(string why) => new(RpcErrorCodes.InvalidParams, why);
}
