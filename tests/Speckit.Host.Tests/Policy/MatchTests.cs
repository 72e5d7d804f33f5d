using Speckit.Host.Policy.Model;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Tests.Policy;

/// <summary>What entries mean.</summary>
public sealed class MatchTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "b", false)]
    [InlineData("a", "@s/a", false)]
    [InlineData("*", "a", true)]
    [InlineData("*", "@s/a", true)]
    [InlineData("@s/*", "@s/a", true)]
    [InlineData("@s/*", "@s2/a", false)]
    [InlineData("@s/*", "a", false)]
    [InlineData("@*/a", "@s/a", true)]
    [InlineData("experimental-*", "experimental-x", true)]
    [InlineData("experimental-*", "experimental", false)]
    [InlineData("experimental-*", "@s/experimental-x", false)]
    [InlineData("*-x-*", "a-x-b-x-c", true)]
    public void Plugin_Entry_MeansNames(string entry, string name, bool expected) =>
        NameMatch.Plugin(Entry(entry), name).ShouldBe(expected);

    [Theory]
    [InlineData("https://plugins.example.com", "https://plugins.example.com", true)]
    [InlineData("https://plugins.example.com/", "https://PLUGINS.example.com:443/a/b.tar.gz", true)]
    [InlineData("https://plugins.example.com", "https://plugins.example.com./a", true)]
    [InlineData("https://plugins.example.com", "https://plugins.example.com/a?token=1", true)]
    [InlineData("https://plugins.example.com", "https://plugins.example.com.evil.example/a", false)]
    [InlineData("https://plugins.example.com", "https://plugins.example.com@evil.example/a", false)]
    [InlineData("https://plugins.example.com", "https://plugins.example.com:8443/a", false)]
    [InlineData("https://plugins.example.com", "http://plugins.example.com/a", false)]
    [InlineData("https://example.com/plugins", "https://example.com/plugins/a", true)]
    [InlineData("https://example.com/plugins", "https://example.com/plugins-evil/a", false)]
    [InlineData("https://example.com/plugins", "https://example.com/plugins/../evil", false)]
    [InlineData("https://example.com/plugins", "https://example.com/plugins/%2e%2e/evil", false)]
    [InlineData("https://*.example.com", "https://a.example.com/x", true)]
    [InlineData("https://*.example.com", "https://evil.example/a.example.com", false)]
    [InlineData("https://*.EXAMPLE.com", "https://a.example.com/x", true)]
    [InlineData("https://*/plugins", "https://evil.example/x/plugins", false)]
    [InlineData("https://example.com/plugins", "https://example.com//plugins/a", true)]
    [InlineData("https://*", "https://anything.example/x", true)]
    [InlineData("https://*", "http://anything.example/x", false)]
    [InlineData("https://xn--bcher-kva.example", "https://bücher.example/x", true)]
    [InlineData("*", "link:/home/me/x", true)]
    [InlineData("file:*", "file:../x.tar.gz", true)]
    [InlineData("file:*", "file:/x/y.tar.gz", true)]
    [InlineData("file:*", "path:x", false)]
    [InlineData("path:vendor", "path:vendor/x", true)]
    [InlineData("path:vendor", "path:./vendor/x", true)]
    [InlineData("path:vendor", "path:vendor/../evil", false)]
    [InlineData("path:vendor", "path:vendor\\..\\evil", false)]
    [InlineData("path:vendor", "path:../vendor", false)]
    [InlineData("path:vendor/*", "path:vendor/x/y", true)]
    public void Source_Entry_MeansPlaces(string entry, string source, bool expected)
    {
        var text = entry.Contains('*') ? SourceMatch.CanonicalPattern(entry) : SourceMatch.Canonical(entry);
        var canonical = SourceMatch.Canonical(source);

        (canonical is not null && SourceMatch.Matches(Entry(text.ShouldNotBeNull()), canonical)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("plugins.example.com")]
    [InlineData("ftp://example.com")]
    [InlineData("https://user:secret@example.com")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/etc/passwd")]
    public void Canonical_NoPlace_IsNull(string source) => SourceMatch.Canonical(source).ShouldBeNull();

    [Fact]
    public void Canonical_TakenTwice_IsTheSame()
    {
        var random = new Random(7);
        string[] parts = ["a", "..", ".", "", "%41", "b*c", "\\", "x.tar.gz"];
        string[] heads = ["file:", "path:", "link:", "https://h.example/", "http://h.example:81/"];
        for (var i = 0; i < 5000; i++)
        {
            var path = string.Join(
                '/',
                Enumerable.Range(0, random.Next(6)).Select(_ => parts[random.Next(parts.Length)])
            );
            if (SourceMatch.Canonical(heads[random.Next(heads.Length)] + path) is { } once)
            {
                SourceMatch.Canonical(once).ShouldBe(once);
            }
        }
    }

    private static PolicyEntry Entry(string text) => new(text, new SourceLocation("policy.yaml", 1, 1));
}
