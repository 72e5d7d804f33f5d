namespace Speckit.JsonSchema.Tests.Suite;

/// <summary>The optional part of the official suite, as far as it is about what this library does.</summary>
public sealed class OptionalSuiteTests
{
    private static readonly string[] Formats =
    [
        "date-time",
        "date",
        "time",
        "duration",
        "email",
        "hostname",
        "ipv4",
        "ipv6",
        "uri",
        "uri-reference",
        "uuid",
        "regex",
        "json-pointer",
        "relative-json-pointer",
        "unknown",
    ];

    /// <summary>Files that ask for what is not offered.</summary>
    private static readonly string[] Others =
    [
        // Content is a remark, as 2020-12 says it should be.
        "optional/content.json",
        // They refer to draft 2019-09.
        "optional/cross-draft.json",
    ];

    public static TheoryData<SchemaDraft, string> FormatFiles => FilesWhere("optional/format", IsAssertedFormat);

    public static TheoryData<SchemaDraft, string> OptionalFiles => FilesWhere("optional", f => !Others.Contains(f));

    [Theory]
    [MemberData(nameof(FormatFiles))]
    public void Validate_FormatFile_AgreesWithEveryTest(SchemaDraft draft, string file) =>
        Check(draft, file, assertFormat: true);

    [Theory]
    [MemberData(nameof(OptionalFiles))]
    public void Validate_OptionalFile_AgreesWithEveryTest(SchemaDraft draft, string file)
    {
        // The metaschema says that a pattern is one by its format.
        Check(draft, file, assertFormat: file.EndsWith("ecmascript-regex.json", StringComparison.Ordinal));
    }

    [Fact]
    public void FormatFiles_OfBothDrafts_CoverEveryFormatThatIsAsserted()
    {
        SuiteFiles.Missing.ShouldBeNull();

        foreach (var format in Formats)
        {
            FormatFiles.ShouldContain(row => row.Data.Item2 == $"optional/format/{format}.json", format);
        }
    }

    private static void Check(SchemaDraft draft, string file, bool assertFormat)
    {
        SuiteFiles.Missing.ShouldBeNull();
        var options = new SchemaOptions
        {
            DefaultDraft = draft,
            AssertFormat = assertFormat,
            Documents = SuiteFiles.Remotes(),
        };

        SuiteFiles.Read(draft, file).Select(c => c.Difference(options)).OfType<string>().ShouldBeEmpty();
    }

    private static bool IsAssertedFormat(string file) =>
        Formats.Contains(Path.GetFileNameWithoutExtension(file))
        || file.EndsWith("ecmascript-regex.json", StringComparison.Ordinal);

    private static TheoryData<SchemaDraft, string> FilesWhere(string folder, Func<string, bool> condition)
    {
        var data = new TheoryData<SchemaDraft, string>();
        foreach (var draft in Enum.GetValues<SchemaDraft>())
        {
            foreach (
                var file in SuiteFiles.Files(draft, folder).Where(condition).DefaultIfEmpty("(the suite is missing)")
            )
            {
                data.Add(draft, file);
            }
        }

        return data;
    }
}
