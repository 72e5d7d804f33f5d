using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Speckit.Cli.Tests.Support;

namespace Speckit.Cli.Tests.Commands;

/// <summary>validate, build, keygen, sign and verify.</summary>
public sealed class AuthoringTests
{
    [Fact]
    public async Task Validate_GoodPlugin_TellsWhatItProvides()
    {
        using var session = new CliSession();
        Plugins.WriteScript(session.At("demo"));

        var text = await session.RunAsync("plugin", "validate", session.At("demo"));
        var data = await session.RunAsync("plugin", "validate", session.At("demo", "plugin.yaml"), "--json");

        text.ShouldExit(0).Output.ShouldContain("demo 1.0.0: the manifest is valid");
        text.Output.ShouldContain("Command: demo:hello");
        data.ShouldExit(0).Data["name"]!.GetValue<string>().ShouldBe("demo");
    }

    [Fact]
    public async Task Validate_SeveralMistakes_TellsAllWithTheirPlaces()
    {
        using var session = new CliSession();
        Plugins.WriteScript(session.At("demo"), version: "one", extra: "unknown_key: 1");

        var run = await session.RunAsync("plugin", "validate", session.At("demo"), "--json");

        run.ShouldExit(2).Codes.Count().ShouldBeGreaterThanOrEqualTo(2);
        var first = run.Json["diagnostics"]![0]!;
        first["line"]!.GetValue<int>().ShouldBeGreaterThan(0);
        run.Error.ShouldContain("plugin.yaml:");
    }

    [Fact]
    public async Task Validate_MissingFiles_AreNamed()
    {
        using var session = new CliSession();
        Plugins.WriteScript(session.At("demo"));
        File.Delete(session.At("demo", "src", "hello.py"));

        var run = await session.RunAsync("plugin", "validate", session.At("demo"));

        run.ExitCode.ShouldNotBe(0);
        run.Error.ShouldContain("src/hello.py");
        (await session.RunAsync("plugin", "build", session.At("demo"))).ExitCode.ShouldBe(run.ExitCode);
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("build")]
    [InlineData("sign")]
    [InlineData("publish")]
    public async Task Run_FolderWithoutAManifest_SaysHowToMakeOne(string command)
    {
        using var session = new CliSession();

        var run = await session.RunAsync("plugin", command);

        run.ShouldExit(2).Error.ShouldContain("specify plugin init");
    }

    [Fact]
    public async Task Build_Twice_GivesTheSameBytes()
    {
        using var session = new CliSession();
        Plugins.WriteScript(session.At("demo"));

        var first = await session.RunAsync("plugin", "build", session.At("demo"), "-o", session.At("one"), "--json");
        File.SetLastWriteTimeUtc(
            session.At("demo", "plugin.yaml"),
            new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc)
        );
        var second = await session.RunAsync("plugin", "build", session.At("demo"), "-o", session.At("two"), "--json");

        first.ShouldExit(0);
        second.ShouldExit(0);
        foreach (var digest in (string[])["archive", "tree"])
        {
            second.Data[digest]!.GetValue<string>().ShouldBe(first.Data[digest]!.GetValue<string>());
        }

        var bytes = File.ReadAllBytes(session.At("one", "demo-1.0.0.tar.gz"));
        bytes.ShouldBe(File.ReadAllBytes(session.At("two", "demo-1.0.0.tar.gz")));
        var digestOfBytes = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
        first.Data["archive"]!.GetValue<string>().ShouldBe(digestOfBytes);
    }

    [Fact]
    public async Task Build_SourceDateEpoch_IsTheTimeOfEveryFile()
    {
        using var session = new CliSession().With("SOURCE_DATE_EPOCH", "1000000000");
        Plugins.WriteScript(session.At("demo"));
        var dated = await session.RunAsync("plugin", "build", session.At("demo"), "--json");
        session.With("SOURCE_DATE_EPOCH", "garbage");
        var plain = await session.RunAsync("plugin", "build", session.At("demo"), "--json");

        dated.ShouldExit(0).Data["archive"]!.GetValue<string>().ShouldNotBe(plain.Data["archive"]!.GetValue<string>());
        dated.Data["tree"]!.GetValue<string>().ShouldBe(plain.ShouldExit(0).Data["tree"]!.GetValue<string>());
    }

    [Fact]
    public async Task Build_OutputIsAFile_IsAClearError()
    {
        using var session = new CliSession();
        Plugins.WriteScript(session.At("demo"));
        File.WriteAllText(session.At("taken"), "");

        var run = await session.RunAsync("plugin", "build", session.At("demo"), "-o", session.At("taken"));

        run.ExitCode.ShouldBeOneOf(1, 2);
        run.Error.ShouldContain("taken");
    }

    [Fact]
    public async Task Build_OutputIsNotWritable_IsAClearError()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess || OperatingSystem.IsWindows(), "root writes anywhere");
        using var session = new CliSession();
        Plugins.WriteScript(session.At("demo"));
        var locked = Directory.CreateDirectory(session.At("locked")).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(locked, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var run = await session.RunAsync("plugin", "build", session.At("demo"), "-o", locked);

        run.ExitCode.ShouldBeOneOf(1, 2);
        run.Error.ShouldContain("locked");
    }

    [Fact]
    public async Task Build_CSharpThatDoesNotCompile_ShowsTheCompilersWords()
    {
        using var session = new CliSession();
        Plugins.WriteGreeter(session.At("greeter"));
        File.WriteAllText(
            session.At("greeter", "Broken.csproj"),
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><Oops></PropertyGroup></Project>"
        );

        var run = await session.RunAsync("plugin", "build", session.At("greeter"), "--json");
        var packed = await session.RunAsync("plugin", "build", session.At("greeter"), "--no-compile", "--json");

        run.ShouldExit(1).Codes.ShouldBe(["SPK9006"]);
        run.Error.ShouldContain("Broken.csproj");
        packed.ShouldExit(0);
    }

    [Fact]
    public async Task Keygen_Twice_KeepsTheFirstKey()
    {
        using var session = new CliSession();
        var first = await session.RunAsync("plugin", "keygen", "--json");
        first.ShouldExit(0);
        var file = first.Data["private"]!.GetValue<string>();
        var bytes = File.ReadAllBytes(file);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var second = await session.RunAsync("plugin", "keygen");

        second.ExitCode.ShouldBeOneOf(1, 2, 3);
        second.Error.ShouldContain("is there already");
        File.ReadAllBytes(file).ShouldBe(bytes);
        (await session.RunAsync("plugin", "keygen", "--output", "keys")).ShouldExit(0).Output.ShouldContain("Key id:");
    }

    [Fact]
    public async Task SignVerify_GoodPackage_IsValid()
    {
        using var session = await SignedAsync();

        var run = await session.RunAsync("plugin", "verify", session.At("demo"));
        var data = await session.RunAsync("plugin", "verify", Archive(session), "--json");

        run.ShouldExit(0).Output.ShouldContain("signed by: tester");
        data.ShouldExit(0).Data["signer"]!.GetValue<string>().ShouldBe("tester");
        var info = JsonNode.Parse(File.ReadAllText(Archive(session) + ".sig"))!;
        info["payloadType"]!.GetValue<string>().ShouldBe("application/vnd.in-toto+json");
    }

    [Fact]
    public async Task Sign_SignerAndPassphrase_AreTaken()
    {
        using var session = new CliSession().With("SPECKIT_KEY_PASSPHRASE", "correct horse");
        Plugins.WriteScript(session.At("demo"));
        (await session.RunAsync("plugin", "keygen")).ShouldExit(0);
        (await session.RunAsync("plugin", "build", session.At("demo"))).ShouldExit(0);

        var signed = await session.RunAsync(
            "plugin",
            "sign",
            session.At("demo"),
            "--signer",
            "me@example.com",
            "--json"
        );
        session.With("SPECKIT_KEY_PASSPHRASE", "wrong");
        var wrong = await session.RunAsync("plugin", "sign", session.At("demo"));

        signed.ShouldExit(0).Data["signer"]!.GetValue<string>().ShouldBe("me@example.com");
        wrong.ExitCode.ShouldBeOneOf(1, 2, 3);
        wrong.Error.ShouldContain("passphrase", Case.Insensitive);
    }

    [Fact]
    public async Task Sign_WithoutAKeyOrAnArchive_SaysWhatToRun()
    {
        using var session = new CliSession();
        Plugins.WriteScript(session.At("demo"));

        (await session.RunAsync("plugin", "sign", session.At("demo")))
            .ShouldExit(2)
            .Error.ShouldContain("specify plugin build");
        (await session.RunAsync("plugin", "build", session.At("demo"))).ShouldExit(0);
        (await session.RunAsync("plugin", "sign", session.At("demo")))
            .ShouldExit(2)
            .Error.ShouldContain("specify plugin keygen");
        (await session.RunAsync("plugin", "sign", "nothing.tar.gz"))
            .ShouldExit(2)
            .Error.ShouldContain("nothing.tar.gz");
    }

    [Fact]
    public async Task Verify_AnotherKey_IsRefused()
    {
        using var session = await SignedAsync();
        (await session.RunAsync("plugin", "keygen", "-o", session.At("other"))).ShouldExit(0);

        var run = await session.RunAsync(
            "plugin",
            "verify",
            Archive(session),
            "--key",
            session.At("other", "public.pem"),
            "--json"
        );

        run.ShouldExit(3).Codes.First().ShouldStartWith("SPK30");
    }

    [Fact]
    public async Task Verify_ArchiveThatWasRebuilt_IsRefused()
    {
        using var session = await SignedAsync();
        File.AppendAllText(session.At("demo", "README.md"), "more\n");
        (await session.RunAsync("plugin", "build", session.At("demo"))).ShouldExit(0);

        (await session.RunAsync("plugin", "verify", Archive(session), "--json"))
            .ShouldExit(3)
            .Codes.First()
            .ShouldStartWith("SPK30");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(-1)]
    public async Task Verify_TruncatedArchive_IsAClearError(int length)
    {
        using var session = await SignedAsync();
        var bytes = File.ReadAllBytes(Archive(session));
        File.WriteAllBytes(Archive(session), bytes[..(length < 0 ? bytes.Length + length : length)]);

        var run = await session.RunAsync("plugin", "verify", Archive(session));

        run.ExitCode.ShouldBeOneOf(1, 2, 3);
        run.Error.ShouldContain("error SPK");
        run.Error.ShouldNotContain("SPK9003");
    }

    [Fact]
    public async Task Verify_NoSignatureOrNoKeyOrGarbage_IsTold()
    {
        using var session = await SignedAsync();
        var signature = Archive(session) + ".sig";

        (await session.RunAsync("plugin", "verify", Archive(session), "--key", "nothing.pem", "--json"))
            .ShouldExit(2)
            .Codes.ShouldBe(["SPK9008"]);
        File.WriteAllText(signature, "{\"payload\": 1");
        var garbage = await session.RunAsync("plugin", "verify", Archive(session), "--json");
        garbage.ExitCode.ShouldBeOneOf(1, 2, 3);
        garbage.Codes.First().ShouldStartWith("SPK30");
        File.Delete(signature);
        (await session.RunAsync("plugin", "verify", Archive(session))).Error.ShouldContain("specify plugin sign");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("my-plugin")]
    [InlineData("1st")]
    [InlineData("a.b_c-d")]
    [InlineData("a--b..c")]
    [InlineData("command")]
    [InlineData("system")]
    [InlineData("@acme/tool")]
    public async Task Init_AnyName_MakesAPluginThatValidates(string name)
    {
        using var session = new CliSession();

        var made = await session.RunAsync("plugin", "init", name, "-o", "made", "--json");
        var valid = await session.RunAsync("plugin", "validate", "made");

        made.ShouldExit(0).Data["name"]!.GetValue<string>().ShouldBe(name);
        valid.ShouldExit(0).Error.ShouldContain("specify plugin build");
        (await session.RunAsync("plugin", "init", name, "-o", "made", "--json"))
            .ShouldExit(2)
            .Codes.ShouldBe(["SPK9005"]);
    }

    [Fact]
    public async Task Init_InText_ShowsTheNextSteps()
    {
        using var session = new CliSession();

        var run = await session.RunAsync("plugin", "init", "my-plugin");

        run.ShouldExit(0).Output.ShouldContain("specify plugin build my-plugin");
        run.Output.ShouldContain("src/MyPlugin.csproj");
    }

    private static string Archive(CliSession session) => session.At("demo", "demo-1.0.0.tar.gz");

    private static async Task<CliSession> SignedAsync()
    {
        var session = new CliSession();
        Plugins.WriteScript(session.At("demo"));
        (await session.RunAsync("plugin", "keygen")).ShouldExit(0);
        (await session.RunAsync("plugin", "build", session.At("demo"))).ShouldExit(0);
        (await session.RunAsync("plugin", "sign", session.At("demo"))).ShouldExit(0);
        return session;
    }
}
