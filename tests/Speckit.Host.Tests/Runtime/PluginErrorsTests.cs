using Speckit.Host.Runtime;
using Speckit.Protocol;

namespace Speckit.Host.Tests.Runtime;

public sealed class PluginErrorsTests
{
    [Theory]
    [InlineData(null, "", "tool ended during activate")]
    [InlineData(0, "", "tool ended during activate, with exit code 0")]
    [InlineData(3, "no luck", "tool ended during activate, with exit code 3; its last words: no luck")]
    [InlineData(255, "", "tool ended during activate, with exit code 255")]
    [InlineData(137, "", "tool ended during activate, by signal 9")]
    public void FromEnd_OfProcess_TellsHowItEnded(int? exitCode, string lastWords, string expected) =>
        PluginErrors
            .FromEnd("tool", "activate", new IOException("closed"), exitCode, lastWords)
            .Message.ShouldBe(expected);

    [Fact]
    public void FromEnd_OfBreach_TellsTheBreach() =>
        PluginErrors
            .FromEnd("tool", "activate", new ProtocolException("no JSON"), 137, "")
            .Message.ShouldBe("tool broke the protocol during activate: no JSON");
}
