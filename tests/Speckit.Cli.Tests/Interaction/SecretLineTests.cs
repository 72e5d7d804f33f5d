using FsCheck;
using FsCheck.Fluent;
using Speckit.Cli.Interaction;

namespace Speckit.Cli.Tests.Interaction;

public sealed class SecretLineTests
{
    [Theory]
    [InlineData("pass\r", "pass")]
    [InlineData("pass\nmore", "pass")]
    [InlineData("\r", "")]
    [InlineData("pasz\bs\r", "pass")]
    [InlineData("pasz\u007fs\r", "pass")]
    [InlineData("\b\b\bok\r", "ok")]
    [InlineData("wrong\u0015right\r", "right")]
    [InlineData("a\u0000\u001b\tb\r", "ab")]
    [InlineData("pässwörd 🔑\r", "pässwörd 🔑")]
    [InlineData("key🔑\b\r", "key")]
    [InlineData("half\u0004", "half")]
    [InlineData("\u0004", null)]
    public void Read_Keys_GiveTheLine(string keys, string? line) => SecretLine.Read(Typing(keys)).ShouldBe(line);

    [Fact]
    public void Read_KeysWithoutACharacter_AreNothing()
    {
        var keys = new Queue<ConsoleKeyInfo>([
            new('\0', ConsoleKey.LeftArrow, false, false, false),
            new('x', ConsoleKey.X, false, false, false),
            new('\0', ConsoleKey.F1, false, false, false),
            new('\0', ConsoleKey.Enter, false, false, false),
        ]);

        SecretLine.Read(keys.Dequeue).ShouldBe("x");
    }

    [Fact]
    public void Read_AnyText_ComesBackAsTyped() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<NonNull<string>>(),
                text =>
                {
                    var typed = string.Concat(text.Get.Where(c => !char.IsControl(c)));
                    return SecretLine.Read(Typing(typed + "\r")) == typed;
                }
            )
            .QuickCheckThrowOnFailure();

    private static Func<ConsoleKeyInfo> Typing(string text)
    {
        var keys = new Queue<char>(text);
        return () => new ConsoleKeyInfo(keys.Dequeue(), default, false, false, false);
    }
}
