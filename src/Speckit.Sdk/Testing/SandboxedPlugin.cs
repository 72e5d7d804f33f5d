using System.Diagnostics;
using System.Text.Json;

namespace Speckit.Sdk.Testing;

/// <summary>
/// The built plugin as a process, the way <c>specify plugin test --sandbox</c> says: <c>SPECKIT_TEST_SANDBOX</c> is <c>1</c> and
/// <c>SPECKIT_TEST_HOST</c> the command line that starts it, a JSON list of texts.
/// </summary>
internal sealed class SandboxedPlugin : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private SandboxedPlugin(Process process) => _process = process;

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Starts it; null when the tests are to run in this process.</summary>
    /// <exception cref="InvalidOperationException">The command line makes no sense.</exception>
    public static SandboxedPlugin? Start(Func<string, string?> environment)
    {
        if (environment("SPECKIT_TEST_SANDBOX") != "1")
        {
            return null;
        }

        var argv = Parse(environment("SPECKIT_TEST_HOST"));
        var start = new ProcessStartInfo(argv[0], argv[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new SandboxedPlugin(
            Process.Start(start) ?? throw new InvalidOperationException($"'{argv[0]}' did not start.")
        );
    }

    /// <summary>Closes its input and waits for its end.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        _process.StandardInput.Close();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(cancellationToken);
        }

        return _process.ExitCode;
    }

    public void Dispose() => _process.Dispose();

    private static string[] Parse(string? argv)
    {
        try
        {
            var words = JsonSerializer.Deserialize(argv ?? "null", TestJsonContext.Default.StringArray);
            return words is { Length: > 0 }
                ? words
                : throw new InvalidOperationException("SPECKIT_TEST_HOST must be a JSON list with a program to start.");
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"SPECKIT_TEST_HOST is not a JSON list of texts: {e.Message}", e);
        }
    }
}
