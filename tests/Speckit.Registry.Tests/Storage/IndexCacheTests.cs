using System.Collections.Immutable;
using System.Text;
using Speckit.Manifests.Model;
using Speckit.Packaging.Contracts;
using Speckit.Packaging.Trust;
using Speckit.Registry.Storage.Index;

namespace Speckit.Registry.Tests.Storage;

public sealed class IndexCacheTests
{
    private static readonly PluginName Alpha = PluginName.Parse("alpha");

    [Fact]
    public void Find_Twice_ReadsOnce()
    {
        var reads = 0;
        var cache = new IndexCache(_ => [Entry(++reads)]);

        cache.Find("/index/al/ph/alpha").ShouldBeSameAs(cache.Find("/index/al/ph/alpha"));
        reads.ShouldBe(1);
    }

    [Fact]
    public void Find_WriteWhileReading_IsNotKept()
    {
        IndexCache? cache = null;
        var reads = 0;
        cache = new IndexCache(_ =>
        {
            if (++reads == 1)
            {
                // A writer commits and invalidates after this reader saw the old rows.
                cache!.Invalidate(Alpha);
            }

            return [Entry(reads)];
        });

        Encoding.UTF8.GetString(cache.Find("/index/al/ph/alpha")!.Body.Span).ShouldContain("1.0.2");
        reads.ShouldBe(2);
    }

    [Fact]
    public void Invalidate_Kept_ReadsAgain()
    {
        var reads = 0;
        var cache = new IndexCache(_ => [Entry(++reads)]);
        var before = cache.Find("/index/al/ph/alpha")!;

        cache.Invalidate(Alpha);

        cache.Find("/index/al/ph/alpha")!.ETagText.ShouldNotBe(before.ETagText);
    }

    [Fact]
    public void Find_NoSuchPlugin_IsAskedAgain()
    {
        var there = false;
        var cache = new IndexCache(_ => there ? [Entry(1)] : []);
        cache.Find("/index/al/ph/alpha").ShouldBeNull();

        there = true;

        cache.Find("/index/al/ph/alpha").ShouldNotBeNull();
    }

    private static IndexEntry Entry(int patch) =>
        new()
        {
            Name = "alpha",
            Version = $"1.0.{patch}",
            Requires = ImmutableDictionary<string, string>.Empty,
            Platforms = [],
            Capabilities = [],
            Provides = ImmutableDictionary<string, ImmutableArray<string>>.Empty,
            Archive = "sha256:" + new string('a', 64),
            Tree = "sha256:" + new string('b', 64),
            Size = 1,
            Trust = TrustLevel.Unsigned,
            Yanked = false,
            Format = 1,
        };
}
