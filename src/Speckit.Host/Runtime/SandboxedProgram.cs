using System.Collections.Immutable;
using System.Diagnostics;
using Speckit.Host.Grants;
using Speckit.Host.Installed;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Sandbox;
using Speckit.Host.Sandbox.Profiles;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Runtime;

/// <summary>Runs a program in the sandbox of an installed plugin, its streams joined to the caller's: a test runner, or the plugin itself with
/// a testing kit as its host. Nothing answers for the host's services but that kit.</summary>
/// <param name="host">The project.</param>
/// <param name="launcher">The executable that enters sandboxes, or null.</param>
public sealed class SandboxedProgram(HostEnvironment host, string? launcher)
{
    // What a test runner is told by its variables; nothing that steers the loader.
    private static readonly ImmutableArray<string> PassedOn =
    [
        "NODE_V8_COVERAGE",
        "PYTHONPATH",
        "SPECKIT_TEST_SANDBOX",
    ];

    /// <summary>Runs it to its end.</summary>
    /// <param name="name">The plugin.</param>
    /// <param name="words">The program and its arguments; a program without a folder is the plugin's own language runtime. The plugin itself
    /// when there are none.</param>
    /// <param name="folder">Where it is started.</param>
    /// <param name="streams">The caller's streams.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its exit code.</returns>
    public async Task<Result<int>> RunAsync(
        PluginName name,
        ImmutableArray<string> words,
        string folder,
        ProgramStreams streams,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(streams);
        var found = await FindAsync(name, cancellationToken);
        if (!found.TryGet(out var granted))
        {
            return found.Propagate<int>();
        }

        var manifest = InstalledPluginReader.ReadManifest(granted.PackageDirectory, name);
        if (!manifest.TryGet(out var read))
        {
            return manifest.Propagate<int>();
        }

        granted = granted with { Capabilities = [.. granted.Capabilities.Intersect(read.Requires.Capabilities)] };
        var start = words.IsEmpty ? StartOfPlugin(granted, read) : StartOf(granted, words, folder);
        if (!start.TryGet(out var info))
        {
            return start.Propagate<int>();
        }

        using var sandbox = new PluginSandbox(host, launcher, warn: null);
        var profile = ProfileBuilder.Build(host, granted, read.Sandbox);
        var entered = await sandbox.StartAsync(granted, profile, info, () => Task.CompletedTask, cancellationToken);
        if (!entered.TryGet(out var program))
        {
            return entered.Propagate<int>();
        }

        await using (program)
        {
            return await JoinAsync(program, streams, cancellationToken);
        }
    }

    private async Task<Result<GrantedPlugin>> FindAsync(PluginName name, CancellationToken cancellationToken)
    {
        var loaded = InstalledIndex.Load(host.Project);
        return !loaded.TryGet(out var plugins) ? loaded.Propagate<GrantedPlugin>()
            : plugins.FirstOrDefault(p => p.Name.Equals(name)) is { } plugin
                ? await TrustGate.CheckAsync(host, plugin, PolicyMoment.Run, cancellationToken)
            : HostDiagnostics.NotInstalled.Error(
                $"{name} is not installed in this project",
                $"run 'specify plugin install {name}' first"
            );
    }

    private Result<ProcessStartInfo> StartOfPlugin(GrantedPlugin granted, PluginManifest manifest) =>
        PluginEntrypoints.FilesToStart(manifest).FirstOrDefault() is { } path
            ? PluginStart.Create(host.Project, granted, path, host.Variable)
            : HostDiagnostics.StartFailed.Error(
                $"{granted.Plugin.Name} has no code that could be started",
                "its manifest names no entry point"
            );

    private Result<ProcessStartInfo> StartOf(GrantedPlugin granted, ImmutableArray<string> words, string folder)
    {
        Result<string> program = Path.IsPathFullyQualified(words[0])
            ? words[0]
            : RuntimeLocator.Require(granted.Plugin.Runtime ?? PluginRuntime.Native, host.Variable("PATH"));
        if (!program.TryGet(out var executable))
        {
            return program.Propagate<ProcessStartInfo>();
        }

        var start = new ProcessStartInfo(executable, words[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        PluginEnvironment.Apply(start, granted.DataDirectory, host.Variable);
        foreach (var variable in PassedOn)
        {
            if (host.Variable(variable) is { } value)
            {
                start.Environment[variable] = value;
            }
        }

        return start;
    }

    private static async Task<int> JoinAsync(
        SandboxedProcess program,
        ProgramStreams streams,
        CancellationToken cancellationToken
    )
    {
        // The caller's input may stay open for longer than the program lives: nobody waits for its end.
        _ = FeedAsync(streams.Input, program.Process, cancellationToken);
        var output = program.Output.CopyToAsync(streams.Output, cancellationToken);
        var errors = program.Errors.CopyToAsync(streams.Errors, cancellationToken);
        await program.Process.WaitForExitAsync(cancellationToken);
        await Task.WhenAll(output, errors);
        return program.Process.ExitCode;
    }

    private static async Task FeedAsync(Stream input, Process process, CancellationToken cancellationToken)
    {
        try
        {
            await input.CopyToAsync(process.StandardInput.BaseStream, cancellationToken);
            process.StandardInput.Close();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The program ended first.
        }
    }
}

/// <summary>The streams of whoever runs a program.</summary>
/// <param name="Input">What it reads.</param>
/// <param name="Output">What it writes.</param>
/// <param name="Errors">What it writes to its standard error.</param>
public sealed record ProgramStreams(Stream Input, Stream Output, Stream Errors);
