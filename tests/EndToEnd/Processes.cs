namespace Speckit.EndToEnd;

/// <summary>Looks for processes of this machine, also for those in a process namespace of their own.</summary>
internal static class Processes
{
    /// <summary>How many processes have a text among their arguments.</summary>
    internal static int CountWith(string text, int besides = 0) =>
        Directory
            .EnumerateDirectories("/proc")
            .Where(d => int.TryParse(Path.GetFileName(d), out var id) && id != besides)
            .Count(d => ArgumentsOf(d).Contains(text, StringComparison.Ordinal));

    /// <summary>Waits until something is so, for half a minute at most.</summary>
    internal static async Task WaitAsync(Func<bool> isSo)
    {
        for (var i = 0; i < 300 && !isSo(); i++)
        {
            await Task.Delay(100);
        }
    }

    private static string ArgumentsOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return "";
        }
    }
}
