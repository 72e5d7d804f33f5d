using System.Collections.Immutable;
using Speckit.Host.Audit;
using Speckit.Host.Audit.Advisories;
using Speckit.Host.Consent;
using Speckit.Host.Grants;
using Speckit.Host.Integrity;
using Speckit.Host.Locking;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Publishers;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Plugins;
using Speckit.Packaging.Signing;

namespace Speckit.Host.Tests.Audit;

public sealed class PluginAuditorTests : IDisposable
{
    private static readonly PluginName Tool = PluginName.Parse("tool");

    private readonly TestProject _project = new();
    private readonly SigningKey _author = SigningKey.Generate();

    private string KeyId => _author.PublicKey.KeyId;

    public void Dispose()
    {
        _author.Dispose();
        _project.Dispose();
    }

    [Fact]
    public async Task Audit_SignedAndUntouched_HasNoProblems()
    {
        await InstallSignedAsync(new PluginSource("tool") { Capabilities = ["filesystem.read"] });

        var audited = Audit().Single();

        audited.Problems.ShouldBeEmpty();
        audited.Name.ShouldBe(Tool);
        audited.Locked.KeyId.ShouldBe(KeyId);
        audited.Consent.ShouldBe(ConsentState.Given);
        audited.Changes.ShouldBeEmpty();
        audited.Deprecated.ShouldBeNull();
    }

    [Fact]
    public async Task Audit_ChangedFile_IsNamed()
    {
        await InstallSignedAsync(new PluginSource("tool"));
        await File.AppendAllTextAsync(Path.Combine(_project.Layout.PluginDirectory(Tool), "agents", "a.md"), "x");

        var audited = Audit().Single();

        audited.Problems.Single().Code.ShouldBe("SPK5012");
        audited.Changes.Single().Path.ShouldBe("agents/a.md");
    }

    [Fact]
    public async Task Audit_ManifestGone_IsOneProblem()
    {
        await InstallSignedAsync(new PluginSource("tool"));
        File.Delete(Path.Combine(_project.Layout.PluginDirectory(Tool), "plugin.yaml"));

        Audit().Single().Problems.Single().Code.ShouldBe("SPK5012");
    }

    [Fact]
    public async Task Audit_RevokedOrOtherKey_IsAProblem()
    {
        await InstallSignedAsync(new PluginSource("tool"));
        await ChangePinsAsync(p => p.Revoke(KeyId));
        Audit().Single().Problems.Single().Code.ShouldBe("SPK5021");

        await ChangePinsAsync(p =>
            p.Unrevoke(KeyId).Without("tool", null).With("tool", new string('0', 64), DateTimeOffset.UnixEpoch)
        );
        Audit().Single().Problems.Single().Code.ShouldBe("SPK5020");
    }

    /// <summary>A lock file that leaves the key out does not make this machine forget which one it verified.</summary>
    [Fact]
    public async Task AuditAndStart_KeyTakenOutOfTheLockFile_AreStillStoppedByARevocation()
    {
        await InstallSignedAsync(new PluginSource("tool"));
        await ChangePinsAsync(p => p.Revoke(KeyId));
        var locked = _project.LockFile.Plugins[Tool] with { KeyId = null, Signer = null };
        var plugin = _project.Plugins.Single() with { KeyId = null, Signer = null };

        Audit(_project.LockFile.With(Tool, locked)).Single().Problems.Single().Code.ShouldBe("SPK5021");
        var start = await TrustGate.CheckAsync(_project.Host, plugin, PolicyMoment.Run, CancellationToken.None);
        start.Diagnostics.Single().Code.ShouldBe("SPK5021");
    }

    [Fact]
    public async Task Start_KeyRevokedAfterInstalling_IsRefusedUntilItIsTakenBack()
    {
        var plugin = await InstallSignedAsync(new PluginSource("tool"));
        (await StartAsync()).ShouldBeNull();

        await ChangePinsAsync(p => p.Revoke(KeyId));
        (await StartAsync()).ShouldBe("SPK5021");
        await ChangePinsAsync(p => p.Unrevoke(KeyId));
        (await StartAsync()).ShouldBeNull();

        await File.WriteAllTextAsync(Path.Combine(_project.User.TrustDirectory, "publishers.json"), "forged");
        (await StartAsync()).ShouldBe("SPK5022");

        async Task<string?> StartAsync()
        {
            var installed = _project.Plugins.Single(p => p.Name.Equals(plugin));
            var start = await TrustGate.CheckAsync(_project.Host, installed, PolicyMoment.Run, CancellationToken.None);
            return start.Succeeded ? null : start.Diagnostics.Single().Code;
        }
    }

    [Fact]
    public async Task Audit_PinsUnreadable_IsAProblemOfEachSignedPlugin()
    {
        await InstallSignedAsync(new PluginSource("tool"));
        await File.WriteAllTextAsync(Path.Combine(_project.User.TrustDirectory, "publishers.json"), "{}");

        Audit().Single().Problems.Single().Code.ShouldBe("SPK5022");
    }

    [Fact]
    public async Task Audit_Consent_IsToldAsItIsOnThisMachine()
    {
        await _project.InstalledAsync(new PluginSource("tool"));
        _project.Host.Consents.Give(_project.Layout, Tool, new Consented("sha256:" + new string('0', 64), []));
        Audit().Single().Consent.ShouldBe(ConsentState.ToOtherFiles);

        _project.Host.Consents.Withdraw(_project.Layout, Tool);
        var audited = Audit().Single();
        audited.Consent.ShouldBe(ConsentState.None);
        audited.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Audit_Deprecated_IsToldAndNoProblem()
    {
        await _project.InstalledAsync(
            new PluginSource("tool")
            {
                Provides =
                    "  deprecated: { message: Use better, replacement: better }\n"
                    + "provides:\n  agents:\n    - { name: a, description: An agent, persona_file: agents/a.md }\n",
            }
        );

        var audited = Audit().Single();

        audited.Problems.ShouldBeEmpty();
        audited.Deprecated!.Replacement.ShouldBe("better");
    }

    [Fact]
    public async Task Audit_Advisories_AreMatchedByNameAndVersion()
    {
        await _project.InstalledAsync(new PluginSource("tool", "1.2.0"));
        var fixedIn = AdvisoryRange.Of([
            new AdvisoryEvent(AdvisoryEventKind.Introduced, null),
            new AdvisoryEvent(AdvisoryEventKind.Fixed, SemanticVersion.Parse("1.3.0")),
        ]);

        var audited = Audit(
                null,
                new Advisory("A", "Bad", [], [new AffectedPlugin(Tool, [], [fixedIn])]),
                new Advisory("B", null, [], [new AffectedPlugin(Tool, [SemanticVersion.Parse("1.2.0")], [])]),
                new Advisory("C", null, [], [new AffectedPlugin(Tool, [SemanticVersion.Parse("1.1.0")], [])]),
                new Advisory("D", null, [], [new AffectedPlugin(PluginName.Parse("@a/tool"), [], [fixedIn])])
            )
            .Single();

        audited.Advisories.Select(a => a.Id).ShouldBe(["A", "B"]);
        audited.Problems.Select(p => p.Code).ShouldBe(["SPK5039", "SPK5039"]);
        audited.Problems[0].Message.ShouldContain("A: Bad");
        audited.Problems[0].Hint!.ShouldContain("fixed in 1.3.0");
        audited.Problems[1].Hint!.ShouldContain("no fixed version");
    }

    [Fact]
    public async Task KeptPackage_InstalledArchive_KeepsItsSignature()
    {
        await InstallSignedAsync(new PluginSource("tool"));

        var kept = KeptPackage.Open(_project.Host, Tool, _project.LockFile.Plugins[Tool], CancellationToken.None).Value;

        var verified = PackageVerifier.Verify(
            kept.Package.Identity,
            await File.ReadAllBytesAsync(kept.SignaturePath),
            [_author.PublicKey]
        );
        verified.Value.KeyIds.ShouldBe([KeyId]);
    }

    /// <summary>The signature of another package is right, and says nothing about this plugin.</summary>
    [Fact]
    public async Task KeptPackage_LockNamesTheArchiveOfAnotherPlugin_IsRefused()
    {
        await InstallSignedAsync(new PluginSource("tool"));
        await InstallSignedAsync(new PluginSource("other"));
        var other = _project.LockFile.Plugins[PluginName.Parse("other")];
        var locked = _project.LockFile.Plugins[Tool] with { Archive = other.Archive };

        Open(locked).ShouldBe("SPK5015");
        Open(locked with { Tree = other.Tree }).ShouldBe("SPK5015");
        Open(_project.LockFile.Plugins[Tool] with { Version = SemanticVersion.Parse("1.0.1") }).ShouldBe("SPK5015");
        Open(locked with { Archive = "sha256:" + new string('0', 64) }).ShouldBe("SPK5025");
        Open(locked with { Archive = "link:../tool" }).ShouldBe("SPK5025");

        string Open(LockedPlugin plugin) =>
            KeptPackage.Open(_project.Host, Tool, plugin, CancellationToken.None).Diagnostics.Single().Code;
    }

    private ImmutableArray<AuditedPlugin> Audit(
        LockFile? lockFile = null,
        params ImmutableArray<Advisory> advisories
    ) => new PluginAuditor(_project.Host, advisories).Audit(lockFile ?? _project.LockFile, CancellationToken.None);

    private async Task<PluginName> InstallSignedAsync(PluginSource plugin)
    {
        _project.Host.Publishers.Remember(_author.PublicKey);
        var archive = plugin.Pack(_project.Folder);
        var identity = PluginPackage.Open(archive).Value.Identity;
        var envelope = new PackageSigner(TimeProvider.System).Sign(identity, _author, "me@example.com");
        await File.WriteAllBytesAsync(archive + ".sig", envelope.ToJson());
        var outcome = await _project.InstallAsync(archive);
        outcome.Succeeded.ShouldBeTrue(string.Join("; ", outcome.Diagnostics));
        return outcome.Value.Asked.Name;
    }

    private async Task ChangePinsAsync(Func<PublisherPins, PublisherPins> change) =>
        (await _project.Host.Publishers.ChangeAsync(change, CancellationToken.None)).Succeeded.ShouldBeTrue();
}
