using Speckit.Registry.Client.Tests.Resolution.Support;

namespace Speckit.Registry.Client.Tests.Resolution;

/// <summary>Conflicts as people read them, word for word.</summary>
public sealed class StoryTests : ResolutionTest
{
    [Fact]
    public async Task Story_X()
    {
        var source = new MemorySource(
            "foo 1.0.0: bar ^2.0.0",
            "bar 2.0.0: baz ^3.0.0",
            "baz 1.0.0",
            "baz 3.0.0"
        );
        Story(await ResolveAsync(source, "foo ^1.0.0, baz ^1.0.0")).ShouldBe("x");
    }

    [Fact]
    public async Task Story_Y()
    {
        var source = new MemorySource(
            "foo 1.0.0: a ^1.0.0, b ^1.0.0",
            "foo 1.1.0: x ^1.0.0, y ^1.0.0",
            "a 1.0.0: b ^2.0.0",
            "b 1.0.0",
            "b 2.0.0",
            "x 1.0.0: y ^2.0.0",
            "y 1.0.0",
            "y 2.0.0"
        );
        Story(await ResolveAsync(source, "foo ^1.0.0")).ShouldBe("x");
    }

    [Fact]
    public async Task Story_Z()
    {
        var source = new MemorySource("a 1.0.0: b ^2.0.0", "a 1.1.0: b ^2.0.0", "c 1.0.0: b ^1.0.0", "b 1.0.0", "b 2.0.0");
        Story(await ResolveAsync(source, "a, c")).ShouldBe("x");
    }
}
