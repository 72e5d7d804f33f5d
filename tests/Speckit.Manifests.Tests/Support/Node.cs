using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Speckit.Manifests.Tests.Support;

/// <summary>Runs a script in Node.js: JSON in on stdin as <c>input</c>, what it passes to <c>done</c> comes back.</summary>
internal static class Node
{
    private const string ModulesVariable = "SPECKIT_TEST_NODE_MODULES";

    private const string Harness = """
        let text = '';
        process.stdin.setEncoding('utf8');
        process.stdin.on('data', chunk => text += chunk);
        process.stdin.on('end', () => {
          const done = value => process.stdout.write(JSON.stringify(value));
          ((input, done) => { SCRIPT })(JSON.parse(text), done);
        });
        """;

    /// <summary>The folder of npm packages; fails the test, saying what to do, when the package is not there.</summary>
    public static string ModulesWith(string package)
    {
        var folder =
            Environment.GetEnvironmentVariable(ModulesVariable)
            ?? Path.Combine(RepositoryRoot(), "artifacts", "npm", "node_modules");
        Directory
            .Exists(Path.Combine(folder, package))
            .ShouldBeTrue(
                $"The npm package '{package}' is not in {folder}. Install it with 'npm install --prefix artifacts/npm {package}', "
                    + $"or set {ModulesVariable} to a node_modules folder that has it."
            );
        return folder;
    }

    public static async Task<JsonNode> RunAsync(
        string script,
        JsonNode input,
        CancellationToken cancellationToken,
        string? modules = null
    )
    {
        var start = new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add("-e");
        start.ArgumentList.Add(Harness.Replace("SCRIPT", script));
        start.Environment["NODE_PATH"] = modules ?? "";
        using var process = Process.Start(start).ShouldNotBeNull();
        using var registration = cancellationToken.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardInput.WriteAsync(input.ToJsonString().AsMemory(), cancellationToken);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.ShouldBe(0, await errors);
        return JsonNode.Parse(await output).ShouldNotBeNull();
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Speckit.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.ShouldNotBeNull("The tests are not inside the repository.").FullName;
    }
}
