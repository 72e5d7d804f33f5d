using System.Globalization;

namespace Speckit.Host.Resident;

/// <summary>Which file a program is, and in which state: a host that was started from another one, or from this one before it was replaced,
/// is not asked, whatever version it says it is.</summary>
internal static class ProgramStamp
{
    /// <summary>The stamp of an executable; nothing for a managed build, which has none.</summary>
    internal static string Of(string? program)
    {
        if (program is null)
        {
            return "";
        }

        var file = new FileInfo(program);
        return file.Exists
            ? string.Create(CultureInfo.InvariantCulture, $"{program}:{file.LastWriteTimeUtc.Ticks}:{file.Length}")
            : program;
    }
}
