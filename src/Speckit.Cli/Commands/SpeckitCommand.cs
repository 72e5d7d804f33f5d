using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Cli.Interaction;

namespace Speckit.Cli.Commands;

/// <summary>A command with an action: it reports on the way and ends with a <see cref="CommandOutcome"/>.</summary>
internal abstract class SpeckitCommand : Command
{
    private readonly CliEnvironment _environment;

    protected SpeckitCommand(CliEnvironment environment, string name, string description, params string[] examples)
        : base(name, description)
    {
        _environment = environment;
        Examples = examples;
        SetAction(RunAsync);
    }

    /// <summary>Lines shown under "Examples" in the help, without the program's name.</summary>
    internal IReadOnlyList<string> Examples { get; }

    /// <summary>Does what the command is for.</summary>
    protected abstract Task<CommandOutcome> ExecuteAsync(CommandContext context, CancellationToken cancellationToken);

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var context = new CommandContext(_environment, parsed);
        var outcome = await ExecuteAsync(context, cancellationToken);
        if (outcome.ExitCode != ExitCodes.Done)
        {
            // What fails because the user interrupted it is interrupted, whatever it says.
            cancellationToken.ThrowIfCancellationRequested();

            // The warnings of a success were shown on the way.
            foreach (var diagnostic in outcome.WereShown ? [] : outcome.Diagnostics)
            {
                DiagnosticPrinter.Print(_environment.Error, diagnostic, _environment.ErrorHasColor);
            }
        }

        if (context.Json)
        {
            WriteJson(_environment.Output, outcome);
        }

        return outcome.ExitCode;
    }

    /// <summary>The one JSON document of <c>--json</c>.</summary>
    internal static void WriteJson(TextWriter writer, CommandOutcome outcome)
    {
        var document = new JsonObject
        {
            ["ok"] = outcome.ExitCode == ExitCodes.Done,
            ["exitCode"] = outcome.ExitCode,
            ["data"] = outcome.Data,
            ["diagnostics"] = DiagnosticPrinter.ToJson(outcome.Diagnostics),
        };
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            document.WriteTo(json);
        }

        writer.WriteLine(System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }
}
