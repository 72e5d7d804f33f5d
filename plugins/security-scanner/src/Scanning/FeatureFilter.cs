using Speckit.Sdk;

namespace SecurityScanner.Scanning;

/// <summary>Chooses the files of a feature: those below a path, or those whose path has the feature's name as words.</summary>
internal static class FeatureFilter
{
    /// <summary>The files of a feature.</summary>
    /// <exception cref="UsageException">The feature is a path outside the project, or no file belongs to it.</exception>
    public static IReadOnlyList<string> Apply(IReadOnlyList<string> files, string? feature)
    {
        if (string.IsNullOrWhiteSpace(feature) || feature.Trim() is "." or "./")
        {
            return files;
        }

        var wanted = Normalize(feature.Trim());
        var below = files.Where(file => IsBelow(file, wanted)).ToList();
        if (below.Count > 0)
        {
            return below;
        }

        var words = Words(wanted);
        var named = files.Where(file => words.Count > 0 && ContainsSequence(Words(file), words)).ToList();
        return named.Count > 0
            ? named
            : throw new UsageException(
                $"No file the scanner reads belongs to '{feature}'. Give a path below the project, a name that occurs in paths, or nothing for the whole project."
            );
    }

    /// <summary>The files that are one of the paths, or below one.</summary>
    public static IReadOnlyList<string> Below(IReadOnlyList<string> files, IReadOnlyList<string> paths)
    {
        var roots = paths.Select(path => path.Replace('\\', '/').TrimEnd('/')).ToList();
        return [.. files.Where(file => roots.Exists(root => root is "" or "." || IsBelow(file, root)))];
    }

    private static string Normalize(string feature)
    {
        var path = feature.Replace('\\', '/');
        if (
            path.StartsWith('/')
            || (path.Length > 1 && path[1] == ':')
            || path.Split('/').Contains("..", StringComparer.Ordinal)
        )
        {
            throw new UsageException($"'{feature}' is outside the project; give a path below it.");
        }

        return path.StartsWith("./", StringComparison.Ordinal) ? path[2..].TrimEnd('/') : path.TrimEnd('/');
    }

    private static bool IsBelow(string file, string path) =>
        file.StartsWith(path, StringComparison.Ordinal) && (file.Length == path.Length || file[path.Length] == '/');

    private static bool ContainsSequence(List<string> words, List<string> wanted)
    {
        for (var start = 0; start + wanted.Count <= words.Count; start++)
        {
            if (words.Skip(start).Take(wanted.Count).SequenceEqual(wanted, StringComparer.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The words of a path in lower case: <c>src/userAuth.ts</c> is src, user, auth, ts.</summary>
    private static List<string> Words(string path)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= path.Length; i++)
        {
            var separator = i == path.Length || !char.IsLetterOrDigit(path[i]);
            var hump = !separator && i > start && char.IsUpper(path[i]) && char.IsLower(path[i - 1]);
            if (!separator && !hump)
            {
                continue;
            }

            if (i > start)
            {
                words.Add(path[start..i].ToLowerInvariant());
            }

            start = separator ? i + 1 : i;
        }

        return words;
    }
}
