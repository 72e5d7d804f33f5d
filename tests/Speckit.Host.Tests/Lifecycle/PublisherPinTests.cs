using Speckit.Host.Publishers;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;

namespace Speckit.Host.Tests.Lifecycle;

/// <summary>Trust on first use: the key that a publisher signed with first is the one that counts from then on.</summary>
public sealed class PublisherPinTests
{
    private static readonly PluginName Tool = PluginName.Parse("@acme/tool");

    [Fact]
    public async Task Install_FirstTime_PinsTheKeyToScopeAndSigner()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        registry.Publish([new PluginSource("@acme/tool").Pack(project.Folder)]);

        (await InstallAsync(project, registry, "@acme/tool")).ShouldBeNull();

        var pins = project.Host.Publishers.Read().Value.Pins;
        pins.Keys.ShouldBe(["@acme", "signer:acme@example.com"]);
        pins["@acme"].Keys.ShouldBe([registry.Key.PublicKey.KeyId]);
        project.Host.Publishers.FindKey(registry.Key.PublicKey.KeyId).ShouldNotBeNull();
    }

    [Fact]
    public async Task Install_OtherPluginOfTheScopeWithAnotherKey_IsALoudStop()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        await using var imposter = await TestRegistry.StartAsync();
        registry.Publish([new PluginSource("@acme/tool").Pack(project.Folder)]);
        imposter.Publish([new PluginSource("@acme/other").Pack(project.Folder)]);
        await InstallAsync(project, registry, "@acme/tool");

        var problem = await InstallAsync(project, imposter, "@acme/other");

        problem!.Code.ShouldBe("SPK5020");
        problem.Message.ShouldStartWith("THE PUBLISHER'S KEY CHANGED: scope @acme");
        problem.Hint!.ShouldContain($"specify trust key add @acme {imposter.Key.PublicKey.KeyId}");
        project.AuditLines[^1].ShouldContain("refused");
        project.LockFile.Plugins.Keys.ShouldBe([Tool]);
    }

    [Fact]
    public async Task Install_RemovedAndBackWithAnotherKey_IsALoudStop()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        await using var imposter = await TestRegistry.StartAsync();
        registry.Publish([new PluginSource("@acme/tool").Pack(project.Folder)]);
        imposter.Publish([new PluginSource("@acme/tool", "2.0.0").Pack(project.Folder)]);
        await InstallAsync(project, registry, "@acme/tool");
        (await project.RemoveAsync(Tool)).Succeeded.ShouldBeTrue();

        (await InstallAsync(project, imposter, "@acme/tool"))!.Code.ShouldBe("SPK5020");

        await project.Host.Publishers.ChangeAsync(
            pins =>
                pins.With("@acme", imposter.Key.PublicKey.KeyId, DateTimeOffset.UnixEpoch)
                    .With("signer:acme@example.com", imposter.Key.PublicKey.KeyId, DateTimeOffset.UnixEpoch),
            CancellationToken.None
        );
        (await InstallAsync(project, imposter, "@acme/tool")).ShouldBeNull();
    }

    [Fact]
    public async Task Install_SignedPluginComesBackUnsigned_IsRefused()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        registry.Publish([new PluginSource("@acme/tool").Pack(project.Folder)]);
        await InstallAsync(project, registry, "@acme/tool");
        var unsigned = new PluginSource("@acme/tool", "1.0.1").Pack(project.Folder);

        var problem = (await project.InstallAsync(unsigned)).Diagnostics.Single();

        problem.Code.ShouldBe("SPK5020");
        problem.Message.ShouldContain("is not signed");
    }

    [Fact]
    public async Task Install_SignerOfAnotherPluginWithAnotherKey_IsRefused()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        await using var imposter = await TestRegistry.StartAsync();
        registry.Publish([new PluginSource("@acme/tool").Pack(project.Folder)]);
        imposter.Publish([new PluginSource("@evil/tool").Pack(project.Folder)]);
        await InstallAsync(project, registry, "@acme/tool");

        // The signer's name is the imposter's own word.
        (await InstallAsync(project, imposter, "@evil/tool"))!.Message.ShouldContain("signer acme@example.com");
    }

    [Fact]
    public async Task Install_RevokedKey_IsRefusedAndInstalledPluginsStop()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        registry.Publish([new PluginSource("@acme/tool").Pack(project.Folder)]);
        await InstallAsync(project, registry, "@acme/tool");
        await project.Host.Publishers.ChangeAsync(
            pins => pins with { Revoked = pins.Revoked.Add(registry.Key.PublicKey.KeyId) },
            CancellationToken.None
        );

        (await project.EnableAsync(Tool)).Diagnostics[0].Code.ShouldBe("SPK5021");
        (await InstallAsync(project, registry, "@acme/tool"))!.Code.ShouldBe("SPK5021");
    }

    [Fact]
    public async Task Install_PinsDamaged_IsRefusedAndNotForgotten()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        registry.Publish([new PluginSource("@acme/tool").Pack(project.Folder)]);
        Directory.CreateDirectory(project.User.TrustDirectory);
        var file = Path.Combine(project.User.TrustDirectory, "publishers.json");
        File.WriteAllText(file, "{");

        (await InstallAsync(project, registry, "@acme/tool"))!.Code.ShouldBe("SPK5022");

        File.ReadAllText(file).ShouldBe("{");
    }

    [Theory]
    [InlineData("@acme/tool", null, "@acme")]
    [InlineData("tool", null, "tool")]
    [InlineData("tool", "a@b.c", "tool|signer:a@b.c")]
    public void Subjects_OfAPlugin_AreItsOwnerAndItsSigner(string name, string? signer, string expected) =>
        string.Join('|', PublisherSubjects.Of(PluginName.Parse(name), signer)).ShouldBe(expected);

    private static async Task<Diagnostic?> InstallAsync(TestProject project, TestRegistry registry, string wanted)
    {
        var outcome = await project.InstallAsync(
            wanted,
            host: null,
            registry.Source(project.Folder, registry.Url.Port.ToString())
        );
        return outcome.Succeeded ? null : outcome.Diagnostics[0];
    }
}
