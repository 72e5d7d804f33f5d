namespace Speckit.JsonSchema.Tests.Suite;

/// <summary>The whole required part of the official suite.</summary>
public sealed class RequiredSuiteTests
{
    private const string NoSuite = "(the suite is missing)";

    public static TheoryData<SchemaDraft, string> Files
    {
        get
        {
            var data = new TheoryData<SchemaDraft, string>();
            foreach (var draft in Enum.GetValues<SchemaDraft>())
            {
                foreach (var file in SuiteFiles.Files(draft).DefaultIfEmpty(NoSuite))
                {
                    data.Add(draft, file);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Validate_RequiredFile_AgreesWithEveryTest(SchemaDraft draft, string file)
    {
        SuiteFiles.Missing.ShouldBeNull();
        var options = new SchemaOptions
        {
            DefaultDraft = draft,
            AssertFormat = false,
            Documents = SuiteFiles.Remotes(),
        };

        var cases = SuiteFiles.Read(draft, file).ToList();

        cases.ShouldNotBeEmpty();
        cases.Select(c => c.Difference(options)).OfType<string>().ShouldBeEmpty();
    }

    /// <summary>So that a suite which lost files cannot pass. Draft-07's required part is smaller than a thousand.</summary>
    [Theory]
    [InlineData(SchemaDraft.Draft07, 861)]
    [InlineData(SchemaDraft.Draft202012, 1_176)]
    public void RequiredFiles_OfADraft_AreAllThere(SchemaDraft draft, int atLeast)
    {
        SuiteFiles.Missing.ShouldBeNull();

        Count(draft, SuiteFiles.Files(draft)).ShouldBeGreaterThanOrEqualTo(atLeast);
    }

    [Theory]
    [InlineData(SchemaDraft.Draft07)]
    [InlineData(SchemaDraft.Draft202012)]
    public void AssertedFiles_OfADraft_HoldMoreThanAThousandTests(SchemaDraft draft)
    {
        SuiteFiles.Missing.ShouldBeNull();
        var optional = OptionalSuiteTests
            .FormatFiles.Concat(OptionalSuiteTests.OptionalFiles)
            .Where(row => row.Data.Item1 == draft)
            .Select(row => row.Data.Item2);

        Count(draft, SuiteFiles.Files(draft).Concat(optional)).ShouldBeGreaterThan(1_000);
    }

    private static int Count(SchemaDraft draft, IEnumerable<string> files) =>
        files.Sum(file => SuiteFiles.Read(draft, file).Count());
}
