using Speckit.Cli.Authoring;

namespace Speckit.Cli.Tests.Authoring;

public sealed class BoundedTextTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(BoundedText.Kept)]
    [InlineData(BoundedText.Kept + 10)]
    public async Task ReadAsync_WhatFits_IsWhole(int length)
    {
        var text = new string('a', length);

        (await BoundedText.ReadAsync(new StringReader(text), TestContext.Current.CancellationToken)).ShouldBe(text);
    }

    [Fact]
    public async Task ReadAsync_Much_KeepsItsBeginningAndItsEnd()
    {
        var text = "first" + new string('x', 8 * BoundedText.Kept) + "last";

        var kept = await BoundedText.ReadAsync(new StringReader(text), TestContext.Current.CancellationToken);

        kept.ShouldStartWith("first");
        kept.ShouldEndWith("last");
        kept.Length.ShouldBeLessThan(4 * BoundedText.Kept);
    }
}
