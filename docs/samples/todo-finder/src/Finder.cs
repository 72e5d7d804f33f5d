using Speckit.Protocol.Messages;
using Speckit.Sdk;

namespace TodoFinder;

/// <summary>Looks for a word in comments.</summary>
internal sealed class Finder(ProjectClient project, string word)
{
    public async Task<IReadOnlyList<Finding>> FindAsync(string? folder, int limit, CancellationToken cancellationToken)
    {
        var found = new List<Finding>();
        var pattern = folder is null ? "**/*.cs" : $"{folder}/**/*.cs";
        foreach (var file in await project.GlobAsync([pattern], ["**/obj/**"], cancellationToken))
        {
            if (await project.ReadTextAsync(file, cancellationToken) is { } text)
            {
                found.AddRange(InText(file, text).Take(limit - found.Count));
            }
        }

        return found;
    }

    private IEnumerable<Finding> InText(string file, string text)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var at = line.IndexOf($"// {word}", StringComparison.Ordinal);
            if (at >= 0)
            {
                var comment = line[(at + 3)..].Trim();
                yield return new Finding("todo", "low", comment, "Something is left to do", file, number, at + 1)
                {
                    Snippet = comment,
                };
            }
        }
    }
}
