using System.Diagnostics;

namespace Speckit.EndToEnd;

/// <summary>The built binaries and the real tools, as <c>./run test</c> lays them out.</summary>
internal static class Tools
{
    internal static string Specify => Path.Combine(Variable("SPECKIT_BIN"), "specify");

    internal static string Launcher => Path.Combine(Variable("SPECKIT_BIN"), "..", "libexec", "speckit", "launcher");

    internal static string Ospec => Path.Combine(Variable("SPECKIT_BIN"), "ospec");

    internal static string Registry => Path.Combine(Variable("SPECKIT_BIN"), "speckit-registry");

    internal static string Backlog => Path.Combine(Variable("SPECKIT_TEST_NODE_MODULES"), ".bin", "backlog");

    internal static string SecurityScanner =>
        Directory.EnumerateFiles(Variable("SPECKIT_PLUGINS"), "security-scanner-*.tar.gz").Single();

    /// <summary>Runs a program to its end.</summary>
    internal static async Task<Finished> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string directory,
        string home,
        IReadOnlyDictionary<string, string>? variables = null
    )
    {
        using var process = Start(program, arguments, directory, home, variables);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await process.WaitForExitAsync(limit.Token);
        return new Finished(process.ExitCode, await output, await error);
    }

    internal static Process Start(
        string program,
        IEnumerable<string> arguments,
        string directory,
        string home,
        IReadOnlyDictionary<string, string>? variables = null
    )
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["HOME"] = home;
        start.Environment.Remove("SPECKIT_TOKEN");
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static string Variable(string name) =>
        Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException(
            $"{name} is not set: these tests drive the built binaries. Use ./run test."
        );
}

/// <summary>How a program ended.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    internal string All => Output + Error;

    internal Finished ShouldSucceed()
    {
        ExitCode.ShouldBe(0, All);
        return this;
    }
}
