using System.Diagnostics;
using System.Text.Json.Nodes;
using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Commands;

/// <summary>Several signatures in one envelope, and what 'verify' says of them.</summary>
public sealed class SignatureTests : IAsyncLifetime
{
    private readonly CliSession _session = new();

    private string Folder => _session.At("demo");

    private string Archive => _session.At("demo", "demo-1.0.0.tar.gz");

    private string Signature => Archive + ".sig";

    public async ValueTask InitializeAsync()
    {
        Plugins.WriteScript(Folder);
        (await _session.RunAsync("plugin", "keygen")).ShouldExit(0);
        (await _session.RunAsync("plugin", "keygen", "-o", _session.At("second"))).ShouldExit(0);
        (await _session.RunAsync("plugin", "build", Folder)).ShouldExit(0);
    }

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Sign_Again_AddsASignatureOnceForEachKey()
    {
        var first = await SignAsync();
        first.Data["changed"]!.GetValue<bool>().ShouldBeTrue();
        var bytes = await File.ReadAllBytesAsync(Signature);
        (await SignAsync()).Data["changed"]!.GetValue<bool>().ShouldBeFalse();
        (await File.ReadAllBytesAsync(Signature)).ShouldBe(bytes);

        var second = await SignAsync("--key", _session.At("second", "private.pem"));
        second.Data["keyids"]!.AsArray().Count.ShouldBe(2);
        second.Data["signer"]!.GetValue<string>().ShouldBe("tester");
        Payload().ShouldBe(JsonNode.Parse(bytes)!["payload"]!.GetValue<string>());

        var replaced = await SignAsync("--replace", "--signer", "somebody else");
        replaced.Data["keyids"]!.AsArray().Count.ShouldBe(1);
        replaced.Data["signer"]!.GetValue<string>().ShouldBe("somebody else");
    }

    [Fact]
    public async Task Sign_AddingUnderAnotherName_IsToldWhatToDo()
    {
        await SignAsync("--signer", "first");

        var run = await RunAsync("sign", Folder, "--key", _session.At("second", "private.pem"), "--signer", "other");

        run.ShouldExit(2).Codes.ShouldBe(["SPK9022"]);
        run.Error.ShouldContain("--replace");
    }

    [Fact]
    public async Task Sign_Rebuilt_ReplacesTheSignaturesOfTheOtherBuild()
    {
        await SignAsync();
        await File.AppendAllTextAsync(_session.At("demo", "README.md"), "more\n");
        (await _session.RunAsync("plugin", "build", Folder)).ShouldExit(0);

        var run = await _session.RunAsync("plugin", "sign", Folder, "--key", _session.At("second", "private.pem"));

        run.ShouldExit(0).Output.ShouldContain("of another build");
        Signatures().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("{}")]
    [InlineData("""{"payloadType":"text/plain","payload":"e30=","signatures":[]}""")]
    [InlineData("""{"payloadType":"application/vnd.in-toto+json","payload":"e30=","signatures":[]}""")]
    public async Task Sign_BesideGarbage_KeepsItUnlessToldToReplaceIt(string garbage)
    {
        await File.WriteAllTextAsync(Signature, garbage);

        var refused = await RunAsync("sign", Folder);
        refused.ShouldExit(3).Codes.Single().ShouldStartWith("SPK30");
        (await File.ReadAllTextAsync(Signature)).ShouldBe(garbage);
        (await RunAsync("verify", Archive)).ShouldExit(3).Codes.Single().ShouldStartWith("SPK30");

        (await RunAsync("sign", Folder, "--replace")).ShouldExit(0);
        (await RunAsync("verify", Archive)).ShouldExit(0);
    }

    [Fact]
    public async Task Sign_BesideASignatureThatIsWrong_DoesNotVouchForIt()
    {
        await SignAsync();
        Edit(signatures => signatures[0]!["sig"] = Convert.ToBase64String([0x30, 0x03, 0x02, 0x01, 0x01]));

        (await RunAsync("sign", Folder, "--key", _session.At("second", "private.pem")))
            .ShouldExit(3)
            .Codes.ShouldBe(["SPK3005"]);
    }

    [Fact]
    public async Task Verify_SeveralSignatures_ListsEach()
    {
        await SignAsync();
        await SignAsync("--key", _session.At("second", "private.pem"));

        var own = await RunAsync("verify", Archive);
        own.ShouldExit(0).Data["signatures"]!.AsArray().Select(Describe).ShouldBe(["known valid", "unknown"]);
        var both = await RunAsync("verify", Archive, "--key", OwnKey, "--key", _session.At("second", "public.pem"));
        both.ShouldExit(0).Data["signatures"]!.AsArray().Select(Describe).ShouldBe(["known valid", "known valid"]);
        var second = await RunAsync("verify", Archive, "--key", _session.At("second", "public.pem"));
        second.ShouldExit(0).Data["keyid"]!.ToString().ShouldBe(second.Data["signatures"]![1]!["keyid"]!.ToString());
    }

    [Fact]
    public async Task Verify_OneValidAndOneWrong_IsValidAndWarns()
    {
        await SignAsync();
        await SignAsync("--key", _session.At("second", "private.pem"));
        Edit(s => s[1]!["sig"] = s[0]!["sig"]!.GetValue<string>());
        string[] keys = ["--key", OwnKey, "--key", _session.At("second", "public.pem")];

        var run = await RunAsync(["verify", Archive, .. keys]);
        run.ShouldExit(0).Codes.ShouldBe(["SPK3005"]);
        run.Data["signatures"]!.AsArray().Select(Describe).ShouldBe(["known valid", "known wrong"]);
        (await _session.RunAsync(["plugin", "verify", Archive, .. keys])).Output.ShouldContain("NOT VALID");

        // The wrong one alone is not enough.
        var alone = await RunAsync("verify", Archive, "--key", _session.At("second", "public.pem"));
        alone.ShouldExit(3).Codes.ShouldBe(["SPK3005"]);
        alone.Data["signatures"]!.AsArray().Select(Describe).ShouldBe(["unknown", "known wrong"]);
    }

    [Fact]
    public async Task Verify_SameSignatureTwice_CountsOnce()
    {
        await SignAsync();
        Edit(s => s.Add(s[0]!.DeepClone()));

        var run = await _session.RunAsync("plugin", "verify", Archive);

        run.ShouldExit(0).Output.ShouldContain("valid, and there already");
    }

    [Fact]
    public async Task Verify_TooManyOrHugeEnvelope_IsRefused()
    {
        await SignAsync();
        Edit(s =>
        {
            while (s.Count < 17)
            {
                s.Add(s[0]!.DeepClone());
            }
        });
        (await RunAsync("verify", Archive)).ShouldExit(3).Codes.ShouldBe(["SPK3001"]);

        await File.WriteAllTextAsync(Signature, new string(' ', 300 << 10) + "{}");
        (await RunAsync("verify", Archive)).ShouldExit(3).Codes.ShouldBe(["SPK3001"]);
    }

    [Theory]
    [InlineData("*@example.com", 0)]
    [InlineData("me@example.com", 0)]
    [InlineData("*", 0)]
    [InlineData("KEYID", 0)]
    [InlineData("me@*.org", 3)]
    [InlineData("ME@EXAMPLE.COM", 3)]
    [InlineData("me", 3)]
    public async Task Verify_AllowedSigners_OneHasToFit(string pattern, int code)
    {
        var keyId = (await SignAsync("--signer", "me@example.com")).Data["keyid"]!.GetValue<string>();
        pattern = pattern.Replace("KEYID", keyId);

        var run = await RunAsync("verify", Archive, "--signer", "nobody", "--signer", pattern);

        run.ShouldExit(code).Codes.ShouldBe(code == 0 ? [] : ["SPK9023"]);
    }

    /// <summary>Who signed is what the signer says; it counts with a key that is known, and not otherwise.</summary>
    [Fact]
    public async Task Verify_AllowedNameByAnUnknownKey_IsRefused()
    {
        await SignAsync("--key", _session.At("second", "private.pem"), "--signer", "boss@example.com");

        var run = await RunAsync("verify", Archive, "--signer", "boss@example.com");

        run.ShouldExit(3).Codes.ShouldBe(["SPK3004"]);
        run.Data["signer"].ShouldBeNull();
    }

    [Fact]
    public async Task Verify_InstalledPlugin_ChecksArchiveFilesAndKey()
    {
        await SignAsync();
        (await _session.RunAsync("plugin", "install", Archive, "--yes")).ShouldExit(0);
        var run = await _session.RunAsync("plugin", "verify", "demo");
        run.ShouldExit(0).Output.ShouldContain("Installed files are those of the package");
        run.Output.ShouldContain("signed by: tester");
        var hello = Path.Combine(_session.Project, ".specify", "plugins", "demo", "src", "hello.py");
        var lockFile = Path.Combine(_session.Project, ".specify", "plugins.lock.json");
        var locked = await File.ReadAllTextAsync(lockFile);

        await File.AppendAllTextAsync(hello, "import os\n");
        var changed = await RunAsync("verify", "demo");
        changed.ShouldExit(3).Codes.ShouldBe(["SPK5012"]);
        changed.Error.ShouldContain("src/hello.py (changed)");

        var keyId = run
            .Output.Split('\n')
            .First(l => l.Contains("valid, the key"))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        await File.WriteAllTextAsync(lockFile, locked.Replace(keyId, new string('0', 64)));
        (await RunAsync("verify", "demo")).ShouldExit(3).Codes.ShouldContain("SPK5015");
        await File.WriteAllTextAsync(lockFile, locked);
        Directory.Delete(Path.Combine(_session.Home, ".specify", "cache", "archives"), recursive: true);
        (await RunAsync("verify", "demo")).ShouldExit(1).Codes.ShouldBe(["SPK5025"]);
    }

    [Fact]
    public async Task Verify_InstalledUnsignedOrLinkedOrAbsent_IsTold()
    {
        (await _session.RunAsync("plugin", "install", Folder, "--yes")).ShouldExit(0);
        (await RunAsync("verify", "demo")).ShouldExit(3).Codes.ShouldBe(["SPK3003"]);
        (await RunAsync("verify", "absent")).ShouldExit(2).Codes.ShouldBe(["SPK5004"]);
        (await RunAsync("verify", "Not a name")).ShouldExit(2).Codes.ShouldBe(["SPK9001"]);
        (await _session.RunAsync("plugin", "remove", "demo", "--purge", "--yes")).ShouldExit(0);
        (await _session.RunAsync("plugin", "install", "--link", Folder, "--yes")).ShouldExit(0);
        (await RunAsync("verify", "demo")).ShouldExit(1).Error.ShouldContain("linked folder");
    }

    /// <summary>Nobody needs this program to check a signature: openssl is enough, for each of them.</summary>
    [Fact]
    public async Task Signature_EveryOne_IsVerifiedByOpensslAlone()
    {
        await SignAsync();
        await SignAsync("--key", _session.At("second", "private.pem"));
        var payload = Convert.FromBase64String(Payload());
        var head = $"DSSEv1 28 application/vnd.in-toto+json {payload.Length} ";
        await File.WriteAllBytesAsync(
            _session.At("signed.bin"),
            [.. System.Text.Encoding.ASCII.GetBytes(head), .. payload]
        );
        string[] keys = [OwnKey, _session.At("second", "public.pem")];

        for (var i = 0; i < keys.Length; i++)
        {
            var bytes = Convert.FromBase64String(Signatures()[i]!["sig"]!.GetValue<string>());
            await File.WriteAllBytesAsync(_session.At("payload.sig"), bytes);
            Openssl(keys[i]).ShouldBe("Verified OK");
            Openssl(keys[1 - i]).ShouldNotBe("Verified OK");
        }
    }

    private string OwnKey => Path.Combine(_session.Home, ".specify", "keys", "public.pem");

    private string Payload() => JsonNode.Parse(File.ReadAllText(Signature))!["payload"]!.GetValue<string>();

    private JsonArray Signatures() => JsonNode.Parse(File.ReadAllText(Signature))!["signatures"]!.AsArray();

    private void Edit(Action<JsonArray> edit)
    {
        var envelope = JsonNode.Parse(File.ReadAllText(Signature))!;
        edit(envelope["signatures"]!.AsArray());
        File.WriteAllText(Signature, envelope.ToJsonString());
    }

    private static string Describe(JsonNode? signature) =>
        !signature!["known"]!.GetValue<bool>() ? "unknown"
        : signature["valid"]!.GetValue<bool>() ? "known valid"
        : "known wrong";

    private async Task<CliRun> SignAsync(params string[] args) =>
        (await RunAsync(["sign", Folder, .. args])).ShouldExit(0);

    private Task<CliRun> RunAsync(params string[] args) => _session.RunAsync(["plugin", .. args, "--json"]);

    private string Openssl(string publicKey)
    {
        var start = new ProcessStartInfo("openssl")
        {
            ArgumentList =
            {
                "dgst",
                "-sha256",
                "-verify",
                publicKey,
                "-signature",
                _session.At("payload.sig"),
                _session.At("signed.bin"),
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.Trim();
    }
}
