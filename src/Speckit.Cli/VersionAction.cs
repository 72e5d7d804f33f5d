using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text.Json.Nodes;
using Speckit.Cli.Commands;
using Speckit.Host;

namespace Speckit.Cli;

/// <summary>Shows this program's version.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    /// <summary>Whether a word of the command line may stand beside the question for the version.</summary>
    internal static bool GoesWith(string word) => word == "--version" || word == GlobalOptions.Json.Name;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var version = HostEnvironment.CoreVersion.ToString();
        if (parseResult.GetValue(GlobalOptions.Json))
        {
            SpeckitCommand.WriteJson(output, CommandOutcome.Done(new JsonObject { ["version"] = version }));
        }
        else
        {
            output.WriteLine(version);
        }

        return ExitCodes.Done;
    }
}
