using Speckit.JsonSchema.Patterns;

namespace Speckit.JsonSchema.Tests.Patterns;

public sealed class EcmaPatternTests
{
    [Theory]
    [InlineData("^a$", "a\n", false)]
    [InlineData("^a$", "a", true)]
    [InlineData("b", "abc", true)]
    [InlineData("^.$", "\u2028", false)]
    [InlineData("^.$", "🐲", true)]
    [InlineData("^..$", "🐲", false)]
    [InlineData("^[^a]$", "🐲", true)]
    [InlineData("^[🐱-🐶]+$", "🐲🐵", true)]
    [InlineData("^[🐱-🐶]+$", "😀", false)]
    [InlineData("^\\u{1F432}\\ud83d\\udc32$", "🐲🐲", true)]
    [InlineData("^🐲{2}$", "🐲🐲", true)]
    [InlineData("^\\d$", "৪", false)]
    [InlineData("^\\p{Nd}\\P{L}$", "৪!", true)]
    [InlineData("^\\p{General_Category=Uppercase_Letter}$", "Ä", true)]
    [InlineData("^\\p{Lu}$", "ä", false)]
    [InlineData("^\\p{L}$", "𝒳", true)]
    [InlineData("^[\\w-]+$", "a-b_9", true)]
    [InlineData("^[\\w-]+$", "é", false)]
    [InlineData("^\\s$", "\ufeff", true)]
    [InlineData("^[\\b]$", "\b", true)]
    [InlineData("\\bcat\\b", "a cat.", true)]
    [InlineData("\\bcat\\b", "concat", false)]
    [InlineData("\\Bcat", "concat", true)]
    [InlineData("^\\x41\\u0042\\cJ\\0$", "AB\n\0", true)]
    [InlineData("^(a)\\1$", "aa", true)]
    [InlineData("^(a)|b\\1$", "b", true)]
    [InlineData("^(?<x>a|b)(c)\\2\\k<x>$", "acca", true)]
    [InlineData("^(?<x>a|b)(c)\\1\\2$", "acac", true)]
    [InlineData("^(?=a).b$", "ab", true)]
    [InlineData("(?<!a)b", "ab", false)]
    [InlineData("^a{2,3}?$", "aaaa", false)]
    [InlineData("^a{2,}$", "aaaa", true)]
    [InlineData("^{a}$", "{a}", true)]
    [InlineData("^a\\-b@\\@$", "a-b@@", true)]
    [InlineData("^[]$", "", false)]
    [InlineData("^[^]$", "\n", true)]
    [InlineData("^a b#$", "a b#", true)]
    [InlineData("", "anything", true)]
    public void IsMatch_Text_FollowsEcma262(string pattern, string text, bool expected)
    {
        var compiled = EcmaPattern.Create(pattern, out var problem);

        problem.ShouldBeNull();
        compiled!.IsMatch(text).ShouldBe(expected);
    }

    [Theory]
    [InlineData("(", "a closing ')' is missing")]
    [InlineData(")", "a ')' has no '(' before it")]
    [InlineData("[a", "the pattern ends too early")]
    [InlineData("[b-a]", "out of order")]
    [InlineData("[\\d-z]", "single character")]
    [InlineData("*", "nothing to repeat")]
    [InlineData("a**", "nothing to repeat")]
    [InlineData("a{2}{3}", "nothing to repeat")]
    [InlineData("^*", "nothing to repeat")]
    [InlineData("a{3,2}", "out of order")]
    [InlineData("\\", "the pattern ends too early")]
    [InlineData("\\a", "no escape")]
    [InlineData("\\Z", "no escape")]
    [InlineData("\\x4", "two hexadecimal digits")]
    [InlineData("\\u{110000}", "code point")]
    [InlineData("\\u12", "four hexadecimal digits")]
    [InlineData("\\c1", "needs a letter")]
    [InlineData("\\p{Script=Greek}", "not supported")]
    [InlineData("\\pL", "in braces")]
    [InlineData("\\p{L", "a closing '}' is missing")]
    [InlineData("\\2(a)", "there is no group 2")]
    [InlineData("\\k<x>", "there is no group 'x'")]
    [InlineData("(?<x>a)(?<x>b)", "given twice")]
    [InlineData("(?<1>a)", "no name for a group")]
    [InlineData("(?i)a", "no group of ECMA-262")]
    [InlineData("(?>a)", "no group of ECMA-262")]
    [InlineData("(?#x)", "no group of ECMA-262")]
    public void Create_NoPattern_SaysWhy(string pattern, string problem)
    {
        EcmaPattern.Create(pattern, out var found).ShouldBeNull();

        found.ShouldNotBeNull().ShouldContain(problem);
    }

    [Fact]
    public void Create_DeepGroups_AreRefused()
    {
        EcmaPattern.Create(new string('(', 5_000) + new string(')', 5_000), out var problem).ShouldBeNull();

        problem.ShouldNotBeNull().ShouldContain("too deeply");
    }

    [Fact]
    public void Create_VeryLongPattern_IsRefused() =>
        EcmaPattern.Create(new string('a', 100_000), out _).ShouldBeNull();

    [Theory]
    [InlineData("((a{1000}){1000}){1000}")]
    [InlineData("(((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9})")]
    [InlineData("a{99999999999999999999}")]
    public void IsMatch_HugeCounts_DoNotBuildAnAutomaton(string pattern) =>
        EcmaPattern.Create(pattern, out _)!.IsMatch("aaa").ShouldBe(false);
}
