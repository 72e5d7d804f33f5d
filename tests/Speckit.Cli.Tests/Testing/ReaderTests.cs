using System.Xml.Linq;
using Speckit.Cli.Testing;
using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Testing;

public sealed class ReaderTests
{
    private const string Trx = """
        <?xml version="1.0" encoding="utf-8"?>
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results>
            <UnitTestResult testId="1" testName="Acme.ATests.Works(x: 1)" outcome="Passed" duration="00:00:01.5000000" />
            <UnitTestResult testId="2" testName="Breaks" outcome="Failed" duration="00:00:00.0100000">
              <Output><ErrorInfo><Message>expected 1</Message><StackTrace>   at X()</StackTrace></ErrorInfo></Output>
            </UnitTestResult>
            <UnitTestResult testId="3" testName="Acme.BTests.Later" outcome="NotExecuted" />
          </Results>
          <TestDefinitions>
            <UnitTest id="1"><TestMethod className="Acme.ATests" /></UnitTest>
            <UnitTest id="2"><TestMethod className="Acme.ATests" /></UnitTest>
            <UnitTest id="3"><TestMethod className="Acme.BTests" /></UnitTest>
          </TestDefinitions>
        </TestRun>
        """;

    [Fact]
    public void TrxReader_EveryOutcome_IsRead()
    {
        var tests = TrxReader.Read(Trx);

        tests
            .Select(t => (t.File, t.Name, t.Outcome))
            .ShouldBe([
                ("ATests", "Breaks", TestOutcome.Failed),
                ("ATests", "Works(x: 1)", TestOutcome.Passed),
                ("BTests", "Later", TestOutcome.Skipped),
            ]);
        tests[0].Message.ShouldBe("expected 1\n   at X()");
        tests[1].Time.ShouldBe(TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public void CoberturaReader_LinesInSeveralClasses_CountOnceAndOnlyOfTheFolder()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.At("src"));
        File.WriteAllText(folder.At("src", "A.cs"), "");
        var text = $"""
            <?xml version="1.0"?>
            <!DOCTYPE coverage SYSTEM "http://example.invalid/coverage.dtd">
            <coverage>
              <sources><source>{folder.Path}/</source></sources>
              <packages><package><classes>
                <class filename="src/A.cs"><lines><line number="1" hits="0" /><line number="2" hits="3" /></lines></class>
                <class filename="src/A.cs"><lines><line number="1" hits="1" /><line number="3" hits="0" /></lines></class>
                <class filename="../elsewhere/B.cs"><lines><line number="1" hits="1" /></lines></class>
              </classes></package></packages>
            </coverage>
            """;

        var coverage = CoberturaReader.Read(text, folder.Path);

        coverage.Files.ShouldBe([new FileCoverage("src/A.cs", 2, 3)]);
        coverage.Percent.ShouldBe(200 / 3.0, 0.001);
    }

    [Fact]
    public void ResultsDocument_WhatTheSdksWrite_IsRead()
    {
        var run = ResultsDocument.Read(
            """
            {"tests":[{"file":"tests/a.py","name":"test_a","outcome":"passed","seconds":0.25},
                      {"file":"tests/a.py","name":"test_b","outcome":"failed","seconds":1,"message":"no"}],
             "coverage":{"percent":50,"files":{"src/b.py":{"covered":1,"total":2}}}}
            """
        );

        (run.Passed, run.Failed, run.Skipped).ShouldBe((1, 1, 0));
        run.Tests[1].Message.ShouldBe("no");
        run.Coverage!.Percent.ShouldBe(50);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"tests":[{"file":1,"name":"a","outcome":"passed","seconds":1}]}""")]
    [InlineData("""{"tests":[{"file":"a","name":"a","outcome":"perhaps","seconds":1}]}""")]
    [InlineData("""{"tests":[{"file":"a","name":"a","outcome":"passed","seconds":"long"}]}""")]
    [InlineData("""{"tests":[],"coverage":{"files":{"a":{}}}}""")]
    [InlineData("""{"tests":[],"coverage":{"files":{"a":{"covered":-1,"total":1}}}}""")]
    [InlineData("""{"tests":[],"coverage":{"files":{"a":{"covered":2000000000,"total":2000000000}}}}""")]
    public void ResultsDocument_WhatIsNone_IsOneOfTheExpectedErrors(string json)
    {
        var error = Should.Throw<Exception>(() => ResultsDocument.Read(json));

        (
            error
            is InvalidOperationException
                or FormatException
                or KeyNotFoundException
                or System.Text.Json.JsonException
        ).ShouldBeTrue(error.GetType().Name);
    }

    [Fact]
    public void JunitWriter_ControlCharactersAndMarkup_GiveXmlThatCanBeRead()
    {
        using var folder = new TempFolder();
        var file = folder.At("junit.xml");
        var run = new TestRun(
            [
                new TestCaseResult(
                    "a<b",
                    "n\u0001\u001b[31m & \uFFFF",
                    TestOutcome.Failed,
                    TimeSpan.FromMilliseconds(1500),
                    "x\0y\nz"
                ),
                new TestCaseResult("a<b", "skipped", TestOutcome.Skipped, TimeSpan.Zero, null),
            ],
            null
        );

        JunitWriter.Write(file, "p", run);

        var suite = XDocument.Load(file).Root!.Elements("testsuite").Single();
        ((int)suite.Attribute("failures")!).ShouldBe(1);
        ((int)suite.Attribute("skipped")!).ShouldBe(1);
        ((string)suite.Attribute("time")!).ShouldBe("1.5");
        suite.Elements("testcase").First().Element("failure")!.Value.ShouldBe("xy\nz");
    }

    [Fact]
    public async Task FolderWatch_SourcesChange_AreToldAndBuildOutputIsNot()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.At("src"));
        Directory.CreateDirectory(folder.At("bin"));
        var junit = folder.At("junit.xml");
        using var watch = new FolderWatch(folder.Path, junit, TimeProvider.System);
        var next = watch.NextAsync(TestContext.Current.CancellationToken);

        File.WriteAllText(folder.At("bin", "x.dll"), "");
        JunitWriter.Write(junit, "p", new TestRun([], null));
        File.WriteAllText(folder.At("src", "a.py"), "");

        (await next.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).ShouldBe("src/a.py");
    }
}
