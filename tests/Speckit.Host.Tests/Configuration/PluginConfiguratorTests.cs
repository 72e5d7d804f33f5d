using Speckit.Host.Configuration;
using Speckit.Host.Installed;
using Speckit.Host.Lifecycle;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Configuration;

/// <summary>Changing an installed plugin's configuration, and starting it with it.</summary>
public sealed class PluginConfiguratorTests : IDisposable
{
    private const string Config = """
        config:
          schema:
            type: object
            additionalProperties: false
            required: [url]
            properties:
              url: { type: string, pattern: "^https://" }
              level: { type: string, enum: [low, high] }
              port: { type: integer }
              token: { type: string }
          defaults: { level: low }

        """;

    private static readonly PluginName Name = PluginName.Parse("demo");
    private readonly TestProject _project = new();

    private string ConfigFile => _project.Layout.PluginConfigFile(Name);

    private PluginConfigurator Configurator => new(_project.Host);

    [Fact]
    public async Task Set_KeyByKey_IsAllowedWhileThePluginIsOff()
    {
        await InstallAsync();

        var first = await SetAsync("level", "high");
        first.Succeeded.ShouldBeTrue();
        first.Value.Warnings.ShouldHaveSingleItem().Message.ShouldContain("\"url\" is missing");
        (await SetAsync("url", "https://x")).Value.Warnings.ShouldBeEmpty();

        File.ReadAllText(ConfigFile).ShouldBe("level: high\nurl: \"https://x\"\n");
        (await _project.EnableAsync(Name)).Succeeded.ShouldBeTrue();
        _project.Observer.Said.ShouldContain("Config validated against schema");
    }

    [Fact]
    public async Task Enable_KeyMissing_IsRefused()
    {
        await InstallAsync();

        var enabled = await _project.EnableAsync(Name);

        enabled.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("SPK5040");
    }

    [Theory]
    [InlineData("level", "medium", "SPK5040")]
    [InlineData("port", "x", "SPK5040")]
    [InlineData("url", "http://x", "SPK5040")]
    [InlineData("levl", "high", "SPK5040")]
    [InlineData("url.x", "1", "SPK5046")]
    public async Task Set_ValueThatDoesNotFit_ChangesNothing(string key, string value, string code)
    {
        await InstallAsync();
        await SetAsync("url", "https://x");
        var before = File.ReadAllText(ConfigFile);
        var audited = _project.AuditLines.Count;

        var changed = await SetAsync(key, value);

        changed.Diagnostics[0].Code.ShouldBe(code);
        changed.Diagnostics[0].Descriptor.Kind.ShouldBe(FailureKind.BadInput);
        File.ReadAllText(ConfigFile).ShouldBe(before);
        _project.AuditLines.Count.ShouldBe(audited);
    }

    [Fact]
    public async Task Set_MistakeElsewhere_IsToldAndDoesNotHinder()
    {
        await InstallAsync();
        await File.WriteAllTextAsync(ConfigFile, "port: many # mine\n");

        var changed = await SetAsync("url", "https://x");

        changed.Value.Warnings.ShouldHaveSingleItem().Message.ShouldContain("'port'");
        (await File.ReadAllTextAsync(ConfigFile)).ShouldBe("port: many # mine\nurl: \"https://x\"\n");
    }

    [Fact]
    public async Task Reset_RequiredKeyOfAnActivePlugin_IsRefused()
    {
        await InstallAsync();
        await SetAsync("url", "https://x");
        (await _project.EnableAsync(Name)).Succeeded.ShouldBeTrue();

        (await Configurator.ResetAsync(Name, Key("url"), CancellationToken.None))
            .Diagnostics[0]
            .Code.ShouldBe("SPK5040");
        (await Configurator.ResetAsync(Name, null, CancellationToken.None)).Succeeded.ShouldBeFalse();
        (await _project.DisableAsync(Name)).Succeeded.ShouldBeTrue();
        (await Configurator.ResetAsync(Name, Key("url"), CancellationToken.None)).Value.Keys.ShouldBe(["url"]);
        File.Exists(ConfigFile).ShouldBeFalse();
    }

    [Fact]
    public async Task Reset_Keys_TellsWhatItDid()
    {
        await InstallAsync();
        await File.WriteAllTextAsync(ConfigFile, "# mine\nurl: https://x\nport: 1\n");

        (await Configurator.ResetAsync(Name, Key("port"), CancellationToken.None)).Value.Keys.ShouldBe(["port"]);
        (await File.ReadAllTextAsync(ConfigFile)).ShouldBe("# mine\nurl: https://x\n");
        (await Configurator.ResetAsync(Name, Key("level"), CancellationToken.None)).Value.Keys.ShouldBeEmpty();
        (await Configurator.ResetAsync(Name, Key("nothing"), CancellationToken.None))
            .Diagnostics[0]
            .Code.ShouldBe("SPK5046");
        (await Configurator.ResetAsync(Name, null, CancellationToken.None)).Value.Keys.ShouldBe(["url"]);
        File.Exists(ConfigFile).ShouldBeFalse();
        (await Configurator.ResetAsync(Name, null, CancellationToken.None)).Value.Keys.ShouldBeEmpty();
    }

    [Fact]
    public async Task Set_Audit_HasKeysAndNoValues()
    {
        await InstallAsync();

        await SetAsync("token", "s3cr3t-value");

        var line = _project.AuditLines[^1];
        line.ShouldContain("\"configure\"");
        line.ShouldContain("token");
        line.ShouldNotContain("s3cr3t-value");
        (await _project.Host.Audit.FindBreakAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Set_FileOfItsOwnerAlone_StaysSo()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("modes are Unix's");
            return;
        }

        await InstallAsync();
        await SetAsync("token", "a");
        File.SetUnixFileMode(ConfigFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await SetAsync("token", "b");

        File.GetUnixFileMode(ConfigFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Set_ManyAtOnce_LosesNothing()
    {
        await _project.InstalledAsync(new PluginSource("demo"));
        await File.WriteAllTextAsync(ConfigFile, "# mine\n");

        var changes = Enumerable
            .Range(0, 24)
            .Select(i =>
                Task.Run(() =>
                    new PluginConfigurator(_project.CreateHost()).SetAsync(Name, Key($"k{i}.v"), $"{i}", default)
                )
            );
        (await Task.WhenAll(changes)).ShouldAllBe(r => r.Succeeded);

        var effective = Configurator.View(Name).Value.Effective;
        effective.Count.ShouldBe(24);
        Enumerable.Range(0, 24).ShouldAllBe(i => effective[$"k{i}"]!["v"]!.GetValue<long>() == i);
        (await File.ReadAllTextAsync(ConfigFile)).ShouldStartWith("# mine\n");
    }

    [Fact]
    public async Task Replace_FileThatChangedMeanwhile_IsRefused()
    {
        await InstallAsync();
        await SetAsync("url", "https://x");

        var replaced = await Configurator.ReplaceAsync(Name, "", "url: https://y\n", CancellationToken.None);

        replaced.Diagnostics[0].Code.ShouldBe("SPK5026");
        Configurator.View(Name).Value.Effective["url"]!.GetValue<string>().ShouldBe("https://x");
    }

    [Fact]
    public async Task Replace_BrokenFile_IsHowItIsMended()
    {
        await InstallAsync();
        await File.WriteAllTextAsync(ConfigFile, "url: [\n");
        Configurator.View(Name).Succeeded.ShouldBeFalse();
        (await SetAsync("url", "https://x")).Succeeded.ShouldBeFalse();

        (
            await Configurator.ReplaceAsync(Name, "url: [\n", "url: https://y\n", CancellationToken.None)
        ).Value.Keys.ShouldBe(["url"]);
        (
            await Configurator.ReplaceAsync(Name, "url: https://y\n", "url: [\n", CancellationToken.None)
        ).Succeeded.ShouldBeFalse();
        (await File.ReadAllTextAsync(ConfigFile)).ShouldBe("url: https://y\n");
    }

    [Fact]
    public async Task AllOperations_PluginThatIsNotThere_SaySo()
    {
        Configurator.View(Name).Diagnostics[0].Code.ShouldBe("SPK5004");
        Configurator.ReadText(Name).Diagnostics[0].Code.ShouldBe("SPK5004");
        (await SetAsync("a", "1")).Diagnostics[0].Code.ShouldBe("SPK5004");
        (await Configurator.ResetAsync(Name, null, CancellationToken.None)).Diagnostics[0].Code.ShouldBe("SPK5004");
        (await Configurator.ReplaceAsync(Name, "", "", CancellationToken.None)).Diagnostics[0].Code.ShouldBe("SPK5004");
    }

    [Fact]
    public async Task Enable_ReferenceWithoutAValue_IsRefusedAndWithOneStarts()
    {
        await InstallAsync();
        await SetAsync("url", "https://x");
        await SetAsync("token", "${SPECKIT_TEST_NO_SUCH_VARIABLE}");

        (await _project.EnableAsync(Name)).Diagnostics[0].Code.ShouldBe("SPK5043");

        var host = new HostEnvironment(_project.Layout, _project.User, TimeProvider.System, [])
        {
            Variable = name => name == "SPECKIT_TEST_NO_SUCH_VARIABLE" ? "s3cr3t-value" : null,
        };
        (await _project.EnableAsync(Name, host)).Succeeded.ShouldBeTrue();
        host.Secrets.Apply("a s3cr3t-value").ShouldBe("a ***");
        Configurator.View(Name).Value.Effective["token"]!
            .GetValue<string>()
            .ShouldBe("${SPECKIT_TEST_NO_SUCH_VARIABLE}");
        string.Concat(_project.AuditLines).ShouldNotContain("s3cr3t-value");
    }

    public void Dispose() => _project.Dispose();

    private Task<InstalledPlugin> InstallAsync() =>
        _project.InstalledAsync(new PluginSource("demo") { Extra = Config });

    private Task<Result<ConfigurationOutcome>> SetAsync(string key, string value) =>
        Configurator.SetAsync(Name, Key(key), value, CancellationToken.None);

    private static ConfigurationKey Key(string text) => ConfigurationKey.Parse(text).Value;
}
