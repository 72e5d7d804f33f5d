using Speckit.Protocol;
using Speckit.Protocol.Messages;

namespace Speckit.Sdk.Testing;

/// <summary>Programs that a test answers for.</summary>
public sealed class TestShell
{
    private readonly List<(string[] Start, Func<ShellRunParams, ShellRunResult> Answer)> _answers = [];
    private readonly List<ShellRunParams> _calls = [];
    private readonly Lock _lock = new();

    /// <summary>What the plugin ran, answered or not.</summary>
    public IReadOnlyList<ShellRunParams> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Answers calls that start with these words; of several that fit, the last one counts.</summary>
    /// <param name="start">The words, such as <c>["git", "log"]</c>.</param>
    /// <param name="output">The standard output.</param>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="error">The standard error.</param>
    public void Answer(string[] start, string output = "", int exitCode = 0, string error = "") =>
        Answer(start, _ => new ShellRunResult(exitCode, output, error));

    /// <summary>Answers calls that start with these words; of several that fit, the last one counts.</summary>
    public void Answer(string[] start, Func<ShellRunParams, ShellRunResult> answer)
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(answer);
        lock (_lock)
        {
            _answers.Add((start, answer));
        }
    }

    internal ShellRunResult Run(ShellRunParams call)
    {
        Func<ShellRunParams, ShellRunResult>? answer;
        lock (_lock)
        {
            _calls.Add(call);
            answer = _answers.FindLast(a => call.Argv.Take(a.Start.Length).SequenceEqual(a.Start)).Answer;
        }

        return answer is not null
            ? answer(call)
            : throw new RpcErrorException(
                RpcErrorCodes.NotFound,
                $"The test has no answer for the program '{string.Join(' ', call.Argv)}': give one with Shell.Answer."
            );
    }
}
