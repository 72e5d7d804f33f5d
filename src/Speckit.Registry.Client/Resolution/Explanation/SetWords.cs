using System.Collections.Immutable;
using Speckit.Manifests.Versions;
using Speckit.Registry.Client.Resolution.Solving;

namespace Speckit.Registry.Client.Resolution.Explanation;

/// <summary>Says which versions a set has.</summary>
internal static class SetWords
{
    private const int MaxRuns = 3;

    /// <summary>As the subject of a sentence: <c>a ^1.0.0</c>, <c>every version of a</c>.</summary>
    public static string Subject(Package package, VersionSet set) =>
        IsEvery(package, set) ? $"every version of {package.Name}" : Named(package, set);

    /// <summary>Whether a set has all versions of a package that has several.</summary>
    public static bool IsEvery(Package package, VersionSet set) =>
        set.Equals(package.Present) && package.Candidates.Versions.Length > 1;

    /// <summary>As the object of a sentence: <c>a ^1.0.0</c>, <c>a</c> alone for any version.</summary>
    public static string Object(Package package, VersionSet set) =>
        set.Equals(package.Present) ? package.Name.ToString() : Named(package, set);

    private static string Named(Package package, VersionSet set) =>
        $"{package.Name} {(IsOne(set) ? null : package.WordsOf(set)) ?? Runs(package, set)}";

    private static bool IsOne(VersionSet set) => set.Count == 1;

    // Versions that are neighbours in the list are told as a range.
    private static string Runs(Package package, VersionSet set)
    {
        var versions = package.Candidates.Versions;
        var runs = new List<string>();
        for (var from = 0; from < versions.Length; from++)
        {
            if (!set.Contains(from))
            {
                continue;
            }

            var to = from + 1;
            while (to < versions.Length && set.Contains(to))
            {
                to++;
            }

            if (runs.Count == MaxRuns)
            {
                runs.Add("…");
                break;
            }

            runs.Add(Run(versions, from, to));
            from = to;
        }

        return string.Join(" || ", runs);
    }

    private static string Run(ImmutableArray<SemanticVersion> versions, int from, int to)
    {
        if (to == from + 1)
        {
            return versions[from].ToString();
        }

        var start = $">={versions[from]}";
        return to == versions.Length ? start
            : from == 0 ? $"<{versions[to]}"
            : $"{start} <{versions[to]}";
    }
}
