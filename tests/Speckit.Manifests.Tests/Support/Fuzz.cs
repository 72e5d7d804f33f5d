using System.Diagnostics;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Manifests.Tests.Support;

/// <summary>Runs a check on damaged texts for a while; a failure names the seed and the text.</summary>
internal static class Fuzz
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

    public static void Run<T>(int seed, Func<Mutator, T> next, Action<T> check)
    {
        var mutator = new Mutator(seed);
        var watch = Stopwatch.StartNew();
        for (var i = 0; watch.Elapsed < Budget; i++)
        {
            var input = next(mutator);
            try
            {
                check(input);
            }
            catch (Exception exception)
            {
                var shown = input is byte[] bytes ? Convert.ToHexString(bytes) : $"{input}";
                throw new ShouldAssertException($"Seed {seed}, input {i}: {shown}", exception);
            }
        }
    }

    /// <summary>A success, or errors that each have a place inside the text.</summary>
    public static void ShouldBeLocated<T>(Result<T> result, string fileName, string text)
        where T : notnull
    {
        var lines = Lines(text);
        foreach (var problem in result.Diagnostics)
        {
            var location = problem.Location.ShouldNotBeNull(problem.ToString());
            location.File.ShouldBe(fileName);
            location.Line.ShouldBeInRange(1, lines.Length, problem.ToString());
            location.Column.ShouldBeInRange(1, lines[location.Line - 1].Length + 1, problem.ToString());
        }
    }

    /// <summary>The lines of a text without its byte order mark, as YAML counts them.</summary>
    public static string[] Lines(string text) =>
        (text.StartsWith('\uFEFF') ? text[1..] : text).Split(["\r\n", "\n", "\r"], StringSplitOptions.None);
}
