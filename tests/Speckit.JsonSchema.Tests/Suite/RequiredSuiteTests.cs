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

    [Theory]
    [InlineData(SchemaDraft.Draft07)]
    [InlineData(SchemaDraft.Draft202012)]
    public void RequiredFiles_OfADraft_HoldMoreThanAThousandTests(SchemaDraft draft)
    {
        SuiteFiles.Missing.ShouldBeNull();

        SuiteFiles.Files(draft).Sum(file => SuiteFiles.Read(draft, file).Count()).ShouldBeGreaterThan(1_000);
    }
}
