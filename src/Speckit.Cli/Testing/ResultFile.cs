using System.Text;
using System.Text.Json;
using System.Xml;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Testing;

/// <summary>Reads what a test runner wrote. The tests run in the same process and may have written anything in its place.</summary>
internal static class ResultFile
{
    /// <summary>The largest that is read.</summary>
    internal const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Reads a file with one of the readers.</summary>
    internal static async Task<Result<T>> ReadAsync<T>(
        string path,
        Func<string, T> read,
        CancellationToken cancellationToken
    )
        where T : notnull
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null || file.Length > MostBytes)
        {
            return Refuse($"they are a link, or larger than {MostBytes / (1024 * 1024)} MB");
        }

        var text = await File.ReadAllTextAsync(path, Encoding.UTF8, cancellationToken);
        try
        {
            return read(text);
        }
        catch (Exception e)
            when (e
                    is XmlException
                        or JsonException
                        or InvalidOperationException
                        or FormatException
                        or KeyNotFoundException
                        or ArgumentException
                        or OverflowException
            )
        {
            return Refuse(e.Message);
        }
    }

    private static Diagnostic Refuse(string why) =>
        CliDiagnostics.TestRunFailed.Error(
            $"the results that the test runner wrote cannot be used: {why}",
            "does a test write results of its own, or does the SDK belong to another version of Speckit?"
        );
}
