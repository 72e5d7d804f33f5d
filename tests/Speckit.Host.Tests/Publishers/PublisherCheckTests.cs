using Speckit.Host.Publishers;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Publishers;

public sealed class PublisherCheckTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Old = new('a', 64);
    private static readonly string New = new('b', 64);

    [Theory]
    [InlineData("@acme", true)]
    [InlineData("tool", true)]
    [InlineData("signer:me@example.com", true)]
    [InlineData("signer:Jane Doe", true)]
    [InlineData("", false)]
    [InlineData("@", false)]
    [InlineData("@acme/tool", false)]
    [InlineData("@Acme", false)]
    [InlineData("signer:", false)]
    [InlineData("Tool", false)]
    [InlineData("two words", false)]
    public void TryParse_Text_IsASubjectOrNot(string text, bool isSubject)
    {
        PublisherSubjects.TryParse(text, out var subject).ShouldBe(isSubject);
        subject.ShouldBe(isSubject ? text : null);
    }

    [Theory]
    [InlineData("@acme/tool", "me", "@acme signer:me")]
    [InlineData("tool", "me", "tool signer:me")]
    [InlineData("tool", null, "tool")]
    public void Of_Package_IsItsOwnerAndItsSigner(string name, string? signer, string subjects)
    {
        var found = PublisherSubjects.Of(PluginName.Parse(name), signer);

        string.Join(' ', found).ShouldBe(subjects);
        found.Where(s => !PublisherSubjects.TryParse(s, out _)).ShouldBeEmpty();
    }

    [Fact]
    public void Find_NobodyKnown_IsGood() =>
        PublisherCheck.Find(PublisherPins.Empty, Package("me", Old)).ShouldBeNull();

    [Theory]
    [InlineData("@acme")]
    [InlineData("signer:me")]
    public void Find_OtherKeyThanThePinned_IsALoudStop(string subject)
    {
        var pins = PublisherPins.Empty.With(subject, Old, Now);

        PublisherCheck.Find(pins, Package("me", Old)).ShouldBeNull();
        PublisherCheck.Find(pins, Package("me", New, Old)).ShouldBeNull();
        var stop = PublisherCheck.Find(pins, Package("me", New))!;
        stop.Code.ShouldBe("SPK5020");
        stop.Message.ShouldStartWith("THE PUBLISHER'S KEY CHANGED");
        stop.Hint!.ShouldContain($"specify trust key add {subject} {New}");
    }

    [Fact]
    public void Find_UnsignedFromAKnownPublisher_SaysHowToForget()
    {
        var stop = PublisherCheck.Find(PublisherPins.Empty.With("@acme", Old, Now), Package(null))!;

        stop.Code.ShouldBe("SPK5020");
        stop.Hint!.ShouldContain("specify trust key forget @acme");
    }

    [Fact]
    public void Find_OneOfSeveralKeysRevoked_IsRefused() =>
        PublisherCheck.Find(PublisherPins.Empty.Revoke(New), Package("me", Old, New))!.Code.ShouldBe("SPK5021");

    [Fact]
    public void Find_SignerWithShellCharacters_IsQuotedInTheHint()
    {
        const string signer = "Jane $(rm) 'Doe'";
        var stop = PublisherCheck.Find(PublisherPins.Empty.With("signer:" + signer, Old, Now), Package(signer, New))!;

        stop.Hint!.ShouldContain(@"add 'signer:Jane $(rm) '\''Doe'\''' ");
    }

    private static SignedPackage Package(string? signer, params string[] keys) =>
        new(PluginName.Parse("@acme/tool"), "1.0.0", signer, [.. keys]);
}
