using System.Text.Json;

namespace Speckit.JsonSchema.Tests.Suite;

/// <summary>The official JSON Schema test suite, from Debian's package or where the environment says.</summary>
internal static class SuiteFiles
{
    private const string Variable = "SPECKIT_JSON_SCHEMA_SUITE";
    private const string DefaultPath = "/usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance";

    public static string Root { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? path : DefaultPath;

    /// <summary>Why the suite cannot be used, or null.</summary>
    public static string? Missing =>
        Directory.Exists(Path.Combine(Root, "tests"))
            ? null
            : $"The JSON Schema test suite is not at {Root}. Install the Debian package libtest-json-schema-acceptance-perl, or let {Variable} name the folder that holds its 'tests' and 'remotes'.";

    public static string DraftFolder(SchemaDraft draft) => draft == SchemaDraft.Draft07 ? "draft7" : "draft2020-12";

    /// <summary>The files of a draft, relative to its folder, in order.</summary>
    public static IEnumerable<string> Files(SchemaDraft draft, string folder = "")
    {
        var root = Path.Combine(Root, "tests", DraftFolder(draft));
        var directory = Path.Combine(root, folder);
        return Directory.Exists(directory)
            ? Directory
                .EnumerateFiles(directory, "*.json")
                .Select(f => Path.GetRelativePath(root, f))
                .Order(StringComparer.Ordinal)
            : [];
    }

    /// <summary>What <c>$ref</c> finds under <c>http://localhost:1234/</c>.</summary>
    public static IReadOnlyDictionary<Uri, JsonElement> Remotes() =>
        Directory
            .EnumerateFiles(Path.Combine(Root, "remotes"), "*.json", SearchOption.AllDirectories)
            .ToDictionary(
                file => new Uri("http://localhost:1234/" + Path.GetRelativePath(Path.Combine(Root, "remotes"), file)),
                Parse
            );

    public static IEnumerable<SuiteCase> Read(SchemaDraft draft, string file)
    {
        foreach (var group in Parse(Path.Combine(Root, "tests", DraftFolder(draft), file)).EnumerateArray())
        {
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                yield return new SuiteCase(
                    $"{group.GetProperty("description").GetString()}: {test.GetProperty("description").GetString()}",
                    group.GetProperty("schema"),
                    test.GetProperty("data"),
                    test.GetProperty("valid").GetBoolean()
                );
            }
        }
    }

    private static JsonElement Parse(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.Clone();
    }
}
