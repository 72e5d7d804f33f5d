using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Commands;

/// <summary>Keys with a passphrase: where it comes from, and that it is never shown.</summary>
public sealed class PassphraseTests : IDisposable
{
    private const string Secret = "correct hörse";

    private readonly CliSession _session = new();

    private string PrivateKey => Path.Combine(_session.Home, ".specify", "keys", "private.pem");

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task KeygenSign_AtATerminal_AskWithoutShowingIt()
    {
        Asking(Secret + "\r" + Secret + "\r");
        var made = await _session.RunAsync("plugin", "keygen", "--passphrase", "--json");
        made.ShouldExit(0).Data["encrypted"]!.GetValue<bool>().ShouldBeTrue();
        made.All.ShouldNotContain(Secret);
        (await File.ReadAllTextAsync(PrivateKey)).ShouldStartWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");

        await BuildAsync();
        Asking("wrong\r" + Secret + "\r");
        var signed = await _session.RunAsync("plugin", "sign", _session.At("demo"));
        signed.ShouldExit(0).Output.ShouldContain("That is not its passphrase.");
        signed.Output.ShouldContain("Package signed");
        signed.All.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Sign_WrongThreeTimes_IsBadInput()
    {
        await EncryptedKeyAsync();
        Asking("one\rtwo\rthree\r" + Secret + "\r");

        (await _session.RunAsync("plugin", "sign", _session.At("demo"))).ShouldExit(2).Error.ShouldContain("SPK3021");
    }

    [Theory]
    [InlineData("one\rtwo\r", 2, "SPK9021")]
    [InlineData("\r", 2, "SPK9021")]
    [InlineData("", 2, "SPK9021")]
    [InlineData("one\r", 2, "SPK9021")]
    public async Task Keygen_PassphraseNotGivenTwice_MakesNoKey(string typed, int code, string diagnostic)
    {
        Asking(typed);

        var run = await _session.RunAsync("plugin", "keygen", "--passphrase", "--json");

        run.ShouldExit(code).Codes.ShouldBe([diagnostic]);
        File.Exists(PrivateKey).ShouldBeFalse();
    }

    [Fact]
    public async Task KeygenSign_NoTerminal_SayWhatTheyWouldHaveAsked()
    {
        var keygen = await _session.RunAsync("plugin", "keygen", "--passphrase", "--json");
        keygen.ShouldExit(3).Codes.ShouldBe(["SPK9020"]);
        File.Exists(PrivateKey).ShouldBeFalse();

        await EncryptedKeyAsync();
        var sign = await _session.RunAsync("plugin", "sign", _session.At("demo"));
        sign.ShouldExit(3).Error.ShouldContain("passphrase");
        sign.Error.ShouldContain("--passphrase-file");
        File.Exists(_session.At("demo", "demo-1.0.0.tar.gz.sig")).ShouldBeFalse();
    }

    [Fact]
    public async Task Sign_InputEnds_IsRefused()
    {
        await EncryptedKeyAsync();
        Asking("");

        (await _session.RunAsync("plugin", "sign", _session.At("demo"))).ShouldExit(3).Error.ShouldContain("SPK9020");
    }

    [Theory]
    [InlineData(Secret + "\n")]
    [InlineData(Secret + "\r\nsecond line\n")]
    [InlineData(Secret)]
    public async Task KeygenSign_File_ItsFirstLineIsThePassphrase(string text)
    {
        var file = Write("passphrase", text, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await _session.RunAsync("plugin", "keygen", "--passphrase-file", file)).ShouldExit(0);
        await BuildAsync();

        var signed = await _session.RunAsync("plugin", "sign", _session.At("demo"), "--passphrase-file", file);

        signed.ShouldExit(0).Error.ShouldBeEmpty();
        _session.With("SPECKIT_KEY_PASSPHRASE", Secret);
        (await _session.RunAsync("plugin", "sign", _session.At("demo"), "--replace")).ShouldExit(0);
    }

    [Fact]
    public async Task Sign_FileThatIsNotRight_IsTold()
    {
        await EncryptedKeyAsync();
        string[] sign = ["plugin", "sign", _session.At("demo"), "--passphrase-file"];

        (await _session.RunAsync([.. sign, "nothing"])).ShouldExit(2).Error.ShouldContain("nothing");
        (await _session.RunAsync([.. sign, Write("empty", "\nsecond\n")])).ShouldExit(2).Error.ShouldContain("SPK9021");
        (await _session.RunAsync([.. sign, Write("wrong", "wrong\n")])).ShouldExit(2).Error.ShouldContain("SPK3021");
        (await _session.RunAsync([.. sign, Write("huge", new string('x', 10_000))])).ShouldExit(2);
        if (!OperatingSystem.IsWindows())
        {
            var open = Write("open", Secret, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            (await _session.RunAsync([.. sign, open])).ShouldExit(0).Error.ShouldContain("warning SPK3022");
        }
    }

    [Theory]
    [InlineData("plugin keygen --passphrase")]
    [InlineData("plugin keygen")]
    public async Task Keygen_KeysThere_IsToldBeforeAnythingIsAsked(string command)
    {
        (await _session.RunAsync("plugin", "keygen")).ShouldExit(0);
        Asking(Secret + "\r" + Secret + "\r");

        var run = await _session.RunAsync(command.Split(' '));

        run.ShouldExit(2).Error.ShouldContain("SPK2073");
        run.Output.ShouldNotContain("Passphrase");
    }

    [Fact]
    public async Task Sign_KeyThatOthersMayRead_IsRefusedAlsoThroughALink()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        (await _session.RunAsync("plugin", "keygen")).ShouldExit(0);
        await BuildAsync();
        File.SetUnixFileMode(PrivateKey, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var link = Path.Combine(_session.Project, "link.pem");
        File.CreateSymbolicLink(link, PrivateKey);

        (await _session.RunAsync("plugin", "sign", _session.At("demo"))).ShouldExit(3).Error.ShouldContain("SPK3022");
        (await _session.RunAsync("plugin", "sign", _session.At("demo"), "--key", link)).ShouldExit(3);
        File.SetUnixFileMode(PrivateKey, UnixFileMode.UserRead);
        (await _session.RunAsync("plugin", "sign", _session.At("demo"), "--key", link)).ShouldExit(0);
    }

    private void Asking(string keys)
    {
        _session.Typing("");
        _session.Secrets = keys;
    }

    private async Task EncryptedKeyAsync()
    {
        _session.With("SPECKIT_KEY_PASSPHRASE", Secret);
        (await _session.RunAsync("plugin", "keygen")).ShouldExit(0);
        _session.With("SPECKIT_KEY_PASSPHRASE", "");
        await BuildAsync();
    }

    private async Task BuildAsync()
    {
        Plugins.WriteScript(_session.At("demo"));
        (await _session.RunAsync("plugin", "build", _session.At("demo"))).ShouldExit(0);
    }

    private string Write(string name, string text, UnixFileMode mode = UnixFileMode.UserRead)
    {
        var path = Path.Combine(_session.Project, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }

        return path;
    }
}
