using System.CommandLine;
using Microsoft.Data.Sqlite;
using Speckit.Manifests.Diagnostics;
using Speckit.Registry.Storage;

namespace Speckit.Registry.Commands;

/// <summary>The command line <c>speckit-registry</c>: serves by default, <c>token</c> makes, lists and revokes tokens.</summary>
internal static class RegistryCommandLine
{
    private const int BadUsage = (int)FailureKind.BadInput;

    /// <summary>The folder option, which every command has.</summary>
    public static Option<string> DataOption() =>
        new("--data")
        {
            Description = "The folder with everything the registry knows",
            HelpName = "DIR",
            DefaultValueFactory = _ => DataDirectory.Default,
            Recursive = true,
        };

    /// <summary>Runs it.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        string[] args,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellationToken = default
    )
    {
        var data = DataOption();
        var root = ServeCommand.Create(data, output, error);
        root.Subcommands.Add(TokenCommands.Create(data, output, error));
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            var problem = RegistryDiagnostics.UsageInvalid.Error(
                parsed.Errors[0].Message,
                "See speckit-registry --help."
            );
            return await FailAsync(error, problem);
        }

        // The host handles signals itself.
        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException)
        {
            var problem = RegistryDiagnostics.DataUnusable.Error(
                $"The data directory cannot be read or written: {exception.Message}",
                "Check the disk and the permissions of the folder that --data names."
            );
            return await FailAsync(error, problem);
        }
    }

    /// <summary>Tells a failure.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> FailAsync(TextWriter error, Diagnostic problem)
    {
        await error.WriteLineAsync($"error {problem.Code}: {problem.Message}");
        if (problem.Hint is not null)
        {
            await error.WriteLineAsync($"  hint: {problem.Hint}");
        }

        return problem.Descriptor.Kind == FailureKind.BadInput ? BadUsage : (int)FailureKind.Failed;
    }
}
