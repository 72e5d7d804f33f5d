using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Speckit.Cli.Commands;

namespace Speckit.Cli;

/// <summary>The parser's help, with the command's examples below it; for <c>run</c> with a command, that command's.</summary>
/// <param name="inner">The parser's help.</param>
/// <param name="program">The program's name.</param>
internal sealed class ExamplesHelpAction(HelpAction inner, string program) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        if (parseResult.CommandResult.Command is RunCommand run && run.TryWriteHelp(parseResult))
        {
            return ExitCodes.Done;
        }

        var code = inner.Invoke(parseResult);
        if (parseResult.CommandResult.Command is SpeckitCommand { Examples.Count: > 0 } command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in command.Examples)
            {
                output.WriteLine($"  {program} {example}");
            }

            output.WriteLine();
        }

        return code;
    }
}
