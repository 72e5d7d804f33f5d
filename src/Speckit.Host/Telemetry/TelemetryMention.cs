using Speckit.Packaging.Files;

namespace Speckit.Host.Telemetry;

/// <summary>Whether a YAML file can have a key <c>telemetry</c> at all: most have none, and need not be parsed after each run.</summary>
internal static class TelemetryMention
{
    /// <summary>False only when the text cannot hold the key: the word is not there, nor an escape that could spell it.</summary>
    internal static bool IsIn(ReadOnlySpan<byte> yaml) => yaml.IndexOf("telemetry"u8) >= 0 || yaml.Contains((byte)'\\');

    /// <summary>The same of a file. One that is not there has none; one that cannot be read may have it.</summary>
    internal static bool IsIn(string path, int limit)
    {
        try
        {
            return Path.Exists(path) && (!PlainFile.ReadAll(path, limit).TryGet(out var bytes) || IsIn(bytes));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
