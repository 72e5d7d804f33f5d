using System.Text.Json;
using System.Text.Json.Nodes;

namespace Speckit.Cli.Tests.Support;

/// <summary>What a call of the command line left behind.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record CliRun(int ExitCode, string Output, string Error)
{
    public string All => Output + Error;

    /// <summary>The one JSON document on standard output.</summary>
    public JsonObject Json
    {
        get
        {
            using var one = JsonDocument.Parse(Output);
            var root = JsonNode.Parse(Output)!.AsObject();
            root.Select(p => p.Key).ShouldBe(["ok", "exitCode", "data", "diagnostics"]);
            root["exitCode"]!.GetValue<int>().ShouldBe(ExitCode);
            root["ok"]!.GetValue<bool>().ShouldBe(ExitCode == 0);
            return root;
        }
    }

    public JsonNode Data => Json["data"]!;

    public IEnumerable<string> Codes => Json["diagnostics"]!.AsArray().Select(d => d!["code"]!.GetValue<string>());

    public CliRun ShouldExit(int code)
    {
        ExitCode.ShouldBe(code, $"--- output\n{Output}\n--- error\n{Error}");
        All.ShouldNotContain("   at Speckit.");
        return this;
    }
}
