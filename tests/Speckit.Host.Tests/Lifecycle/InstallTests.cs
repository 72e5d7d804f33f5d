using Speckit.Host.Lifecycle;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Model;
using Speckit.Packaging.Plugins;
using Speckit.Packaging.Signing;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Tests.Lifecycle;

public sealed class InstallTests
{
    private static readonly PluginName Tool = PluginName.Parse("tool");

    [Fact]
    public async Task Install_Archive_LocksItAndTellsEverybody()
    {
        using var project = new TestProject();

        var plugin = await project.InstalledAsync(
            new PluginSource("tool") { Capabilities = ["network", "filesystem.read"] }
        );

        var locked = project.LockFile.Plugins[Tool];
        locked.Capabilities.ShouldBe(["filesystem.read", "network"]);
        locked.Trust.ShouldBe(TrustLevel.Unsigned);
        locked.Resolved.ShouldStartWith("file:");
        locked.Enabled.ShouldBeFalse();
        plugin.Enabled.ShouldBeFalse();
        project.Observer.Asked.Single().Added.Select(c => c.Id).ShouldBe(["network", "filesystem.read"]);
        project.AuditLines.Single().ShouldContain("\"outcome\":\"done\"");
        project.EventLines.Single().ShouldContain("plugin.installed");
        (await project.Host.Audit.FindBreakAsync(default)).ShouldBeNull();
        Directory.EnumerateFileSystemEntries(project.Layout.StagingDirectory).ShouldBeEmpty();
    }

    [Fact]
    public async Task Install_Folder_IsPackedFirst()
    {
        using var project = new TestProject();
        var folder = new PluginSource("tool").Write(project.Outside("source"));

        (await project.InstallAsync(folder)).Succeeded.ShouldBeTrue();

        project.LockFile.Plugins[Tool].Resolved.ShouldBe("path:" + Path.GetRelativePath(project.Layout.Root, folder));
    }

    [Theory]
    [InlineData(ConsentAnswer.Refused, "SPK5010")]
    [InlineData(ConsentAnswer.CannotAsk, "SPK5011")]
    public async Task Install_NoConsent_ChangesNothingAndIsAudited(ConsentAnswer answer, string code)
    {
        using var project = new TestProject();
        project.Observer.Consent = answer;

        var outcome = await project.InstallAsync(
            new PluginSource("tool") { Capabilities = ["network"] }.Pack(project.Folder)
        );

        outcome.Diagnostics.Single().Code.ShouldBe(code);
        NothingInstalled(project);
        project.AuditLines.Single().ShouldContain("\"outcome\":\"refused\"");
        project.EventLines.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("  speckit: \">=99.0.0\"\n", "", "SPK5007")]
    [InlineData("  dotnet: \">=99.0.0\"\n", "", "SPK5007")]
    [InlineData("", "compatibility:\n  speckit: { min: 99.0.0 }\n", "SPK5007")]
    [InlineData("", "compatibility:\n  speckit: { max: 0.0.1 }\n", "SPK5007")]
    [InlineData("", "compatibility:\n  platforms: [PLATFORM]\n", "SPK5007")]
    [InlineData("  plugins:\n    - { name: other, version: \"^1.0.0\" }\n", "", "SPK4040")]
    public async Task Install_RequirementNotMet_IsRefusedBeforeAnyQuestion(string requires, string extra, string code)
    {
        using var project = new TestProject();
        var elsewhere = OperatingSystem.IsWindows() ? "linux" : "windows";
        var source = new PluginSource("tool") { Requires = requires, Extra = extra.Replace("PLATFORM", elsewhere) };

        var outcome = await project.InstallAsync(source.Pack(project.Folder));

        outcome.Diagnostics.ShouldNotBeEmpty();
        outcome.Diagnostics[0].Code.ShouldBe(code, string.Join("; ", outcome.Diagnostics));
        project.Observer.Asked.ShouldBeEmpty();
        NothingInstalled(project);
    }

    [Fact]
    public async Task Install_DependencyThere_IsDone()
    {
        using var project = new TestProject();
        await project.InstalledAsync(new PluginSource("other", "1.4.0"));
        await project.InstalledAsync(
            new PluginSource("tool")
            {
                Requires =
                    "  speckit: \">=0.0.1\"\n  dotnet: \">=8.0.0\"\n  plugins:\n    - { name: other, version: \"^1.0.0\" }\n",
            }
        );

        project.LockFile.Plugins[Tool].Requires[PluginName.Parse("other")].ShouldBe("^1.0.0");
        project.Observer.Said.ShouldContain("other ^1.0.0 (installed: 1.4.0)");
    }

    [Fact]
    public async Task Install_Update_KeepsConfigurationWithItsModeAndAsksForWhatIsNew()
    {
        using var project = new TestProject();
        await project.EnabledAsync(new PluginSource("tool") { Capabilities = ["network"] });
        var config = project.Layout.PluginConfigFile(Tool);
        File.WriteAllText(config, "secret: 1\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(config, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var update = new PluginSource("tool", "2.0.0") { Capabilities = ["network", "subprocess"] };
        var outcome = await project.InstallAsync(update.Pack(project.Folder));

        outcome.Value.Asked.Replaced!.ToString().ShouldBe("1.0.0");
        project.Observer.Asked[^1].Added.Single().Id.ShouldBe("subprocess");
        File.ReadAllText(config).ShouldBe("secret: 1\n");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(config).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        project.LockFile.Plugins[Tool].Enabled.ShouldBeTrue();
        RecordingOutput.Read(project.Layout).ShouldBe(["tool 2.0.0"]);
    }

    [Fact]
    public async Task Install_SignedByKnownKeyThenNot_IsRefused()
    {
        using var project = new TestProject();
        using var key = SigningKey.Generate();
        Directory.CreateDirectory(project.User.KeysDirectory);
        key.Save(project.User.KeysDirectory).Succeeded.ShouldBeTrue();
        var archive = new PluginSource("tool").Pack(project.Folder);
        Sign(archive, key);
        (await project.InstallAsync(archive)).Succeeded.ShouldBeTrue();
        var locked = project.LockFile.Plugins[Tool];
        locked.Trust.ShouldBe(TrustLevel.SelfSigned);
        locked.KeyId.ShouldBe(key.PublicKey.KeyId);

        var outcome = await project.InstallAsync(new PluginSource("tool", "2.0.0").Pack(project.Folder));

        outcome.Diagnostics.Single().Code.ShouldBe("SPK5020");
        project.LockFile.Plugins[Tool].Version.ToString().ShouldBe("1.0.0");
        project.AuditLines[^1].ShouldContain("refused");
    }

    [Fact]
    public async Task Install_SignatureOfUnknownKeyOrOtherArchive_IsRefused()
    {
        using var project = new TestProject();
        using var key = SigningKey.Generate();
        var archive = new PluginSource("tool").Pack(project.Folder);
        Sign(archive, key);
        (await project.InstallAsync(archive)).Diagnostics[0].Code.ShouldStartWith("SPK30");

        Directory.CreateDirectory(Path.Combine(project.User.TrustDirectory, "keys"));
        File.WriteAllText(Path.Combine(project.User.TrustDirectory, "keys", "them.pem"), key.PublicKey.Pem);
        (await project.InstallAsync(archive)).Succeeded.ShouldBeTrue();

        var other = new PluginSource("tool", "3.0.0").Pack(project.Folder);
        File.Copy(archive + ".sig", other + ".sig");
        (await project.InstallAsync(other)).Diagnostics[0].Code.ShouldStartWith("SPK30");

        File.WriteAllBytes(other + ".sig", new byte[DsseEnvelope.MaxBytes + 1]);
        (await project.InstallAsync(other)).Diagnostics[0].Code.ShouldStartWith("SPK30");
        project.LockFile.Plugins[Tool].Version.ToString().ShouldBe("1.0.0");
    }

    [Fact]
    public async Task Install_NotAnArchive_ChangesNothing()
    {
        using var project = new TestProject();
        var path = project.Outside("x.tar.gz");
        File.WriteAllText(path, "no archive");

        (await project.InstallAsync(path)).Diagnostics[0].Code.ShouldStartWith("SPK20");

        NothingInstalled(project);
    }

    [Fact]
    public async Task Install_ArchiveReplacedAfterItWasShown_IsRefusedAndUndone()
    {
        using var project = new TestProject();
        await project.InstalledAsync(new PluginSource("tool"));
        var archive = new PluginSource("tool", "2.0.0").Pack(project.Folder);
        var other = new PluginSource("tool", "2.0.0") { Files = new() { ["evil.txt"] = "x" } }.Pack(project.Folder);
        var host = project.CreateHost(step =>
        {
            if (step == "Begin")
            {
                File.Copy(other, archive, overwrite: true);
            }
        });

        (await project.InstallAsync(archive, host)).Succeeded.ShouldBeFalse();

        project.LockFile.Plugins[Tool].Version.ToString().ShouldBe("1.0.0");
        Directory.EnumerateFileSystemEntries(project.Layout.StagingDirectory).ShouldBeEmpty();
        project.AuditLines[^1].ShouldContain("\"outcome\":\"failed\"");
    }

    [Fact]
    public async Task Install_LockFileDamaged_Fails()
    {
        using var project = new TestProject();
        File.WriteAllText(project.Layout.LockFile, "[]");

        (await project.InstallAsync(new PluginSource("tool").Pack(project.Folder)))
            .Diagnostics[0]
            .Code.ShouldBe("SPK5002");
    }

    [Fact]
    public async Task Remove_KeepsConfiguration_UnlessPurged()
    {
        using var project = new TestProject();
        var plugin = await project.EnabledAsync(new PluginSource("@acme/tool"));
        File.WriteAllText(project.Layout.PluginConfigFile(plugin.Name), "a: 1\n");
        var removed = await project.RemoveAsync(plugin.Name);

        removed.Value.KeptConfiguration.ShouldBeTrue();
        project.LockFile.Plugins.ShouldBeEmpty();
        Directory.EnumerateFileSystemEntries(project.Layout.PluginDirectory(plugin.Name)).Count().ShouldBe(1);
        project.Host.Consents.Read(project.Layout).ShouldBeEmpty();
        RecordingOutput.Read(project.Layout).ShouldBeEmpty();
        project.EventLines[^1].ShouldContain("plugin.removed");

        await project.InstalledAsync(new PluginSource("@acme/tool"));
        File.ReadAllText(project.Layout.PluginConfigFile(plugin.Name)).ShouldBe("a: 1\n");
        Directory.CreateDirectory(project.Layout.PluginDataDirectory(plugin.Name));
        (await project.RemoveAsync(plugin.Name, purge: true)).Value.KeptConfiguration.ShouldBeFalse();

        Directory.EnumerateFileSystemEntries(project.Layout.PluginsDirectory).ShouldBeEmpty();
        Directory.Exists(project.Layout.PluginDataDirectory(plugin.Name)).ShouldBeFalse();
    }

    [Fact]
    public async Task RemoveAndDisable_OthersNeedIt_AskFirst()
    {
        using var project = new TestProject();
        await project.EnabledAsync(new PluginSource("tool"));
        await project.EnabledAsync(
            new PluginSource("user") { Requires = "  plugins:\n    - { name: tool, version: \"*\" }\n" }
        );
        project.Observer.Confirmation = ConsentAnswer.CannotAsk;

        (await project.RemoveAsync(Tool)).Diagnostics[0].Code.ShouldBe("SPK5009");
        (await project.DisableAsync(Tool)).Diagnostics[0].Code.ShouldBe("SPK5009");
        project.LockFile.Plugins[Tool].Enabled.ShouldBeTrue();

        project.Observer.Confirmation = ConsentAnswer.Accepted;
        (await project.DisableAsync(Tool)).Value.Changed.ShouldBeTrue();
        (await project.RemoveAsync(Tool)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Any_NotInstalled_SaysSo()
    {
        using var project = new TestProject();

        (await project.RemoveAsync(Tool)).Diagnostics[0].Code.ShouldBe("SPK5004");
        (await project.EnableAsync(Tool)).Diagnostics[0].Code.ShouldBe("SPK5004");
        (await project.DisableAsync(Tool)).Diagnostics[0].Code.ShouldBe("SPK5004");
    }

    [Fact]
    public async Task EnableAndDisable_Again_ChangeNothing()
    {
        using var project = new TestProject();
        project.Output.Kept = HostDiagnostics.ForeignFileKept.Warning("yours");
        await project.EnabledAsync(new PluginSource("tool"));
        project.Observer.Warnings.ShouldNotBeEmpty();

        (await project.EnableAsync(Tool)).Value.Changed.ShouldBeFalse();
        (await project.DisableAsync(Tool)).Value.Changed.ShouldBeTrue();
        (await project.DisableAsync(Tool)).Value.Changed.ShouldBeFalse();
        project.AuditLines.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Enable_AgentProvidedAlready_IsRefused()
    {
        using var project = new TestProject();
        const string Provides =
            "provides:\n  agents:\n    - { name: same, description: Same, persona_file: agents/a.md }\n";
        await project.EnabledAsync(new PluginSource("one") { Provides = Provides });
        var two = await project.InstalledAsync(new PluginSource("two") { Provides = Provides });

        (await project.EnableAsync(two.Name)).Diagnostics.Single().Code.ShouldBe("SPK5014");

        project.LockFile.Plugins[two.Name].Enabled.ShouldBeFalse();
        project.AuditLines[^1].ShouldContain("failed");
        RecordingOutput.Read(project.Layout).ShouldBe(["one 1.0.0"]);
    }

    [Theory]
    [InlineData("- 1\n", "SPK5016")]
    [InlineData("a: [\n", "SPK1")]
    public async Task Enable_ConfigurationBroken_IsRefused(string text, string code)
    {
        using var project = new TestProject();
        await project.InstalledAsync(new PluginSource("tool"));
        File.WriteAllText(project.Layout.PluginConfigFile(Tool), text);

        (await project.EnableAsync(Tool)).Diagnostics[0].Code.ShouldStartWith(code);
        project.LockFile.Plugins[Tool].Enabled.ShouldBeFalse();
    }

    private static void Sign(string archive, SigningKey key)
    {
        var package = PluginPackage.Open(archive).Value;
        var envelope = new PackageSigner(TimeProvider.System).Sign(package.Identity, key, "me@example.com");
        File.WriteAllBytes(archive + ".sig", envelope.ToJson());
    }

    private static void NothingInstalled(TestProject project)
    {
        project.LockFile.Plugins.ShouldBeEmpty();
        Directory.Exists(project.Layout.PluginsDirectory).ShouldBeFalse();
        project.Host.Consents.Read(project.Layout).ShouldBeEmpty();
    }
}
