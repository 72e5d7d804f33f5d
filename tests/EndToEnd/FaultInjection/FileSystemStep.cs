using System.Text.RegularExpressions;

namespace Speckit.EndToEnd.FaultInjection;

/// <summary>One change that a command made to the file system.</summary>
/// <param name="Call">The system call.</param>
/// <param name="Number">Which of its thread's calls of that name it was, from one.</param>
/// <param name="Path">What it was about.</param>
internal sealed partial record FileSystemStep(string Call, int Number, string Path)
{
    /// <summary>Whether it changes which names there are: every one of these is tried, however little time there is.</summary>
    internal bool IsName => Call is not ("openat" or "write" or "pwrite64" or "fsync" or "fdatasync" or "fchmod");

    public override string ToString() => $"{Call} {Number} {Path}";

    /// <summary>Reads a trace of <c>strace -f -y</c>. Calls that read, that failed, and writes to pipes are counted and left out.</summary>
    internal static List<FileSystemStep> Parse(IEnumerable<string> trace)
    {
        var counts = new Dictionary<(string Thread, string Call), int>();
        var steps = new List<FileSystemStep>();
        foreach (var line in trace)
        {
            var match = Line().Match(line);
            if (!match.Success)
            {
                continue;
            }

            var call = match.Groups["call"].Value;
            var key = (match.Groups["thread"].Value, call);
            var number = counts[key] = counts.GetValueOrDefault(key) + 1;
            var rest = match.Groups["rest"].Value;
            var isChange = call switch
            {
                "openat" => rest.Contains("O_CREAT", StringComparison.Ordinal),
                "write" or "pwrite64" or "fsync" or "fdatasync" => rest.Contains("</", StringComparison.Ordinal),
                _ => true,
            };
            if (isChange && !rest.Contains("= -1 ", StringComparison.Ordinal) && !IsNoFile().IsMatch(rest))
            {
                steps.Add(new FileSystemStep(call, number, PathIn(rest)));
            }
        }

        // Threads are counted apart: the same number of the same call on two of them is one place to kill at.
        return [.. steps.DistinctBy(s => (s.Call, s.Number))];
    }

    private static string PathIn(string rest)
    {
        var match = PathPattern().Match(rest);
        return match.Success ? match.Groups["path"].Value : rest[..Math.Min(rest.Length, 80)];
    }

    [GeneratedRegex(@"^(?<thread>\d+) +(?<call>\w+)\((?<rest>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();

    [GeneratedRegex(@"^\d+<(/dev/|/proc/|/sys/|pipe:|socket:|anon_inode:)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IsNoFile();

    [GeneratedRegex(@"^(\d+<|AT_FDCWD<[^>]*>, )?""?(?<path>/[^"">]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PathPattern();
}
