using System.Diagnostics;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Services.Shell;

/// <summary>A program to be started in the sandbox of the plugin that asks for it.</summary>
/// <param name="Program">The executable, absolute.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Folder">Its working folder, absolute; null for the plugin's own.</param>
public sealed record ProgramStart(string Program, IReadOnlyList<string> Arguments, string? Folder);

/// <summary>A program that runs in a plugin's sandbox.</summary>
/// <param name="Process">Its process.</param>
/// <param name="EndAsync">Ends it and everything it started, and takes its sandbox away.</param>
public sealed record RunningProgram(Process Process, Func<ValueTask> EndAsync);

/// <summary>Starts programs in the sandbox of one plugin: they may do what the plugin may, and no more.</summary>
/// <returns>The program; or why it, or its sandbox, could not be started.</returns>
public delegate Task<Result<RunningProgram>> ProgramStarter(ProgramStart start, CancellationToken cancellationToken);
