using Speckit.JsonSchema.Identifiers;

namespace Speckit.JsonSchema.Tests.Identifiers;

/// <summary>The examples of RFC 3986 §5.4.</summary>
public sealed class UriReferenceTests
{
    [Theory]
    [InlineData("g:h", "g:h")]
    [InlineData("g", "http://a/b/c/g")]
    [InlineData("./g", "http://a/b/c/g")]
    [InlineData("g/", "http://a/b/c/g/")]
    [InlineData("/g", "http://a/g")]
    [InlineData("//g", "http://g")]
    [InlineData("?y", "http://a/b/c/d;p?y")]
    [InlineData("g?y", "http://a/b/c/g?y")]
    [InlineData("#s", "http://a/b/c/d;p?q#s")]
    [InlineData("g?y#s", "http://a/b/c/g?y#s")]
    [InlineData(";x", "http://a/b/c/;x")]
    [InlineData("", "http://a/b/c/d;p?q")]
    [InlineData(".", "http://a/b/c/")]
    [InlineData("..", "http://a/b/")]
    [InlineData("../g", "http://a/b/g")]
    [InlineData("../..", "http://a/")]
    [InlineData("../../../g", "http://a/g")]
    [InlineData("/./g", "http://a/g")]
    [InlineData("/../g", "http://a/g")]
    [InlineData("g.", "http://a/b/c/g.")]
    [InlineData("..g", "http://a/b/c/..g")]
    [InlineData("./g/.", "http://a/b/c/g/")]
    [InlineData("g/../h", "http://a/b/c/h")]
    [InlineData("g;x=1/../y", "http://a/b/c/y")]
    [InlineData("g?y/../x", "http://a/b/c/g?y/../x")]
    [InlineData("g#s/../x", "http://a/b/c/g#s/../x")]
    public void Resolve_Reference_IsAsTheStandardSays(string reference, string expected) =>
        UriReference.Split("http://a/b/c/d;p?q").Resolve(UriReference.Split(reference)).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("urn:uuid:1", "#a", "urn:uuid:1#a")]
    [InlineData("http://a", "b", "http://a/b")]
    public void Resolve_UnusualBase_Works(string @base, string reference, string expected) =>
        UriReference.Split(@base).Resolve(UriReference.Split(reference)).ToString().ShouldBe(expected);
}
