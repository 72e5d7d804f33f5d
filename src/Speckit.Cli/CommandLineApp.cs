using System.CommandLine;
using System.Runtime.InteropServices;
using Speckit.Cli.Commands;
using Speckit.Cli.Interaction;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli;

/// <summary>The command line, from arguments to exit code. No exception gets past it.</summary>
internal static class CommandLineApp
{
    internal static async Task<int> RunAsync(string[] args, CliEnvironment environment)
    {
        using var interrupt = new CancellationTokenSource();
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        return await RunAsync(args, environment, interrupt.Token);

        void Interrupt(PosixSignalContext context)
        {
            // The second signal ends the process at once.
            context.Cancel = !interrupt.IsCancellationRequested;
            interrupt.Cancel();
        }
    }

    internal static async Task<int> RunAsync(
        string[] args,
        CliEnvironment environment,
        CancellationToken cancellationToken
    )
    {
        var root = RootCommandFactory.Create(environment, args);
        // No response files: '@acme/scanner' is a plugin's name.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var json = WantsJson(parsed, args);
        try
        {
            if (parsed.Errors.Count > 0 && parsed.Action is not ExamplesHelpAction)
            {
                return Fail(environment, json, UsageErrors.Of(parsed, environment.ProgramName));
            }

            if (parsed.Action is VersionAction && parsed.Tokens.Any(t => !VersionAction.GoesWith(t.Value)))
            {
                return Fail(
                    environment,
                    json,
                    [
                        CliDiagnostics.Usage.Error(
                            "'--version' stands alone",
                            $"run '{environment.ProgramName} --version'"
                        ),
                    ]
                );
            }

            var configuration = new InvocationConfiguration
            {
                Output = environment.Output,
                Error = environment.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await environment.Error.WriteLineAsync("interrupted");
            if (json)
            {
                SpeckitCommand.WriteJson(environment.Output, new CommandOutcome([], [], ExitCodes.Interrupted));
            }

            return ExitCodes.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fail(
                environment,
                json,
                [CliDiagnostics.System.Error(e.Message, "check permissions and free space")]
            );
        }
        catch (Exception e) when (environment.Variable("SPECIFY_TRACE") is not "1")
        {
            return Fail(
                environment,
                json,
                [
                    CliDiagnostics.Internal.Error(
                        $"{e.GetType().Name}: {e.Message}",
                        "this is a defect: please report it; SPECIFY_TRACE=1 shows where it happened"
                    ),
                ]
            );
        }
    }

    /// <summary>A value that does not parse cannot be read: then the word alone counts.</summary>
    private static bool WantsJson(ParseResult parsed, string[] args) =>
        parsed.Errors.Count == 0
            ? parsed.GetValue(GlobalOptions.Json)
            : args.TakeWhile(a => a != "--").Contains(GlobalOptions.Json.Name, StringComparer.Ordinal);

    private static int Fail(CliEnvironment environment, bool json, IReadOnlyList<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            DiagnosticPrinter.Print(environment.Error, diagnostic, environment.ErrorHasColor);
        }

        var outcome = CommandOutcome.Fail([.. diagnostics]);
        if (json)
        {
            SpeckitCommand.WriteJson(environment.Output, outcome);
        }

        return outcome.ExitCode;
    }
}
