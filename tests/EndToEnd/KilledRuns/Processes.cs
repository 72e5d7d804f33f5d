using System.Globalization;

namespace Speckit.EndToEnd.KilledRuns;

/// <summary>The processes of this machine that have to do with a folder.</summary>
internal static class Processes
{
    /// <summary>The ids of running processes that name the folder among their words or their variables.</summary>
    internal static List<int> Naming(string folder) =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var id) ? id : 0)
                .Where(id => id > 0 && (Read(id, "cmdline") + Read(id, "environ")).Contains(folder) && !IsZombie(id)),
        ];

    private static bool IsZombie(int id) => Read(id, "stat") is var stat && (stat.Length == 0 || stat.Contains(") Z "));

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
