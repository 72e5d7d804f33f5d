using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Speckit.Manifests.Model;
using Speckit.Registry.Features.Publish;
using Speckit.Registry.Operations;
using Speckit.Registry.Storage.Plugins;

namespace Speckit.Registry.Tests.Storage;

public sealed class SmallPartsTests
{
    [Theory]
    [InlineData("MIT", true)]
    [InlineData("mit", true)]
    [InlineData("MIT OR Proprietary", true)]
    [InlineData("MIT AND Proprietary", false)]
    [InlineData("(MIT OR Proprietary) AND Apache-2.0", true)]
    [InlineData("(MIT AND Proprietary) OR (ISC AND Apache-2.0)", true)]
    [InlineData("(MIT OR X) AND Y", false)]
    [InlineData("GPL-2.0+", true)]
    [InlineData("GPL-2.0-only WITH Classpath-exception-2.0", true)]
    [InlineData("MIT OR", false)]
    [InlineData("(MIT", false)]
    [InlineData("MIT)", false)]
    [InlineData("MIT MIT", false)]
    [InlineData("MIT WITH", false)]
    [InlineData("", false)]
    [InlineData("Proprietary", false)]
    public void Covers_Expression_IsAsOsiSays(string expression, bool expected) =>
        OsiLicenses.Covers(expression).ShouldBe(expected);

    [Theory]
    [InlineData("security-scanner", "securityscanner")]
    [InlineData("a.b_c-d", "abcd")]
    [InlineData("t0p1", "topl")]
    [InlineData("@ac-me/to.ol", "@acme/tool")]
    public void Of_Name_LeavesOutWhatEyesSkip(string name, string skeleton) =>
        NameSkeleton.Of(PluginName.Parse(name)).ShouldBe(skeleton);

    [Theory]
    [InlineData("security scan", "\"security\"* AND \"scan\"*")]
    [InlineData("a\"b", "\"a\"* AND \"b\"*")]
    [InlineData("  ", null)]
    [InlineData("-*^:", null)]
    [InlineData("Größe", "\"Größe\"*")]
    public void ToFullText_Text_QuotesEveryWord(string text, string? expected) =>
        SearchQuery.ToFullText(text).ShouldBe(expected);

    [Fact]
    public void ToFullText_ManyWords_StopsSomewhere() =>
        SearchQuery.ToFullText(string.Join(' ', Enumerable.Range(0, 1000)))!.Split(" AND ").Length.ShouldBe(16);

    [Fact]
    public void AppendEscaped_AnyText_NeverStartsALineOrTalksToTheTerminal() =>
        Prop.ForAll<string>(text =>
            {
                var line = new StringBuilder();
                PlainLogFormatter.AppendEscaped(line, text ?? "");
                return !line.ToString().Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u202E');
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void AppendEscaped_EscapeSequence_IsVisible()
    {
        var line = new StringBuilder();
        PlainLogFormatter.AppendEscaped(line, "a\u001b[31m\nb");
        line.ToString().ShouldBe("a\\u001b[31m\\u000ab");
    }
}
