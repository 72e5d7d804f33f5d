using System.Globalization;

namespace Speckit.EndToEnd;

/// <summary>Looks for processes of this machine, also for those in a process namespace of their own.</summary>
internal static class Processes
{
    /// <summary>How many processes have a text among their arguments.</summary>
    internal static int CountWith(string text, int besides = 0) =>
        All().Count(id => id != besides && Read(id, "cmdline").Contains(text, StringComparison.Ordinal));

    /// <summary>The ids of running processes that name the folder among their words or their variables.</summary>
    internal static List<int> Naming(string folder) =>
        [.. All().Where(id => (Read(id, "cmdline") + Read(id, "environ")).Contains(folder) && !IsZombie(id))];

    /// <summary>Waits until something is so, for half a minute at most.</summary>
    internal static async Task WaitAsync(Func<bool> isSo)
    {
        for (var i = 0; i < 300 && !isSo(); i++)
        {
            await Task.Delay(100);
        }
    }

    private static IEnumerable<int> All() =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0);

    private static bool IsZombie(int id) => Read(id, "stat") is var stat && (stat.Length == 0 || stat.Contains(") Z "));

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return "";
        }
    }
}
