using System.Text;

namespace Speckit.Cli.Authoring;

/// <summary>Reads what a tool says to its end and keeps its beginning and its end: a test may write more than memory holds.</summary>
internal static class BoundedText
{
    /// <summary>The most that is kept of each end, in characters.</summary>
    internal const int Kept = 512 * 1024;

    private const string Gap = "\n[…]\n";

    /// <summary>Reads to the end.</summary>
    internal static async Task<string> ReadAsync(TextReader reader, CancellationToken cancellationToken)
    {
        var start = new StringBuilder();
        var end = new StringBuilder();
        var dropped = false;
        var buffer = new char[8 * 1024];
        for (int read; (read = await reader.ReadAsync(buffer.AsMemory(), cancellationToken)) > 0; )
        {
            var first = Math.Min(read, Kept - start.Length);
            start.Append(buffer, 0, first);
            end.Append(buffer, first, read - first);
            if (end.Length > 2 * Kept)
            {
                end.Remove(0, end.Length - Kept);
                dropped = true;
            }
        }

        return dropped ? start.Append(Gap).Append(end).ToString() : start.Append(end).ToString();
    }
}
