using System.Reflection;

namespace Architecture.Support;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } =
        typeof(Repository)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "RepositoryRoot")
            .Value!;

    public static IReadOnlyList<ProjectFile> Sources { get; } = Projects("src");

    public static IReadOnlyList<ProjectFile> Plugins { get; } = Projects("plugins");

    public static IEnumerable<string> SourceFiles() =>
        Directory
            .EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !IsOutput(path));

    private static ProjectFile[] Projects(string folder) =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories)
                .Where(path => !IsOutput(path))
                .Order(StringComparer.Ordinal)
                .Select(ProjectFile.Load),
        ];

    private static bool IsOutput(string path) =>
        path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin");
}
