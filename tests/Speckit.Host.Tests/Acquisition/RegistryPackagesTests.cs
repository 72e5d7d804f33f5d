using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Host.Lifecycle;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Packaging.Signing;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Tests.Acquisition;

public sealed class RegistryPackagesTests
{
    private static readonly PluginName Tool = PluginName.Parse("tool");

    [Fact]
    public async Task Install_Signed_IsVerifiedAndLocked()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        registry.Publish(Pack(project, "1.0.0", "1.2.0", "2.0.0-rc.1"));

        var outcome = await InstallAsync(project, "tool", registry.Source(project.Folder));

        outcome.Succeeded.ShouldBeTrue(string.Join("; ", outcome.Diagnostics));
        var locked = project.LockFile.Plugins[Tool];
        locked.Version.ToString().ShouldBe("1.2.0");
        locked.Trust.ShouldBe(TrustLevel.SelfSigned);
        locked.KeyId.ShouldBe(registry.Key.PublicKey.KeyId);
        locked.Signer.ShouldBe("acme@example.com");
        locked.Resolved.ShouldBe($"{registry.Url}/plugins/tool/versions/1.2.0/download");
        project.Observer.Said.ShouldContain("Package signature valid");
    }

    [Theory]
    [InlineData("tool@1.0.0", "1.0.0")]
    [InlineData("tool@^1.0.0", "1.2.0")]
    [InlineData("tool@2.0.0-rc.1", "2.0.0-rc.1")]
    public async Task Install_Range_TakesTheHighestThatSatisfies(string wanted, string version)
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        registry.Publish(Pack(project, "1.0.0", "1.2.0", "2.0.0-rc.1"), signed: false);

        (await InstallAsync(project, wanted, registry.Source(project.Folder)))
            .Value.Asked.Version.ToString()
            .ShouldBe(version);

        project.LockFile.Plugins[Tool].Trust.ShouldBe(TrustLevel.Unsigned);
    }

    [Fact]
    public async Task Install_NothingSatisfies_SaysWhy()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        registry.Publish(Pack(project, "1.0.0"), e => e with { Yanked = true });

        var problem = (await InstallAsync(project, "tool", registry.Source(project.Folder))).Diagnostics.Single();

        problem.Code.ShouldBe("SPK4040");
        problem.Message.ShouldContain("yanked");
    }

    [Fact]
    public async Task Install_SecondRegistryHasIt_IsAskedOnlyWhenTheFirstSaysNo()
    {
        using var project = new TestProject();
        await using var first = await TestRegistry.StartAsync();
        await using var second = await TestRegistry.StartAsync();
        second.Publish(Pack(project, "1.0.0"));
        ImmutableArray<RegistrySource> sources =
        [
            first.Source(project.Folder, "first"),
            second.Source(project.Folder, "second"),
        ];
        first.Status = 503;
        (await InstallAsync(project, "tool", sources)).Diagnostics[0].Code.ShouldStartWith("SPK40");
        project.LockFile.Plugins.ShouldBeEmpty();

        first.Status = null;
        (await InstallAsync(project, "tool", sources)).Succeeded.ShouldBeTrue();
        (await InstallAsync(project, "absent", sources)).Diagnostics[0].Message.ShouldContain("first, second");
        (await InstallAsync(project, "tool")).Succeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task Install_IndexSaysOtherwiseThanTheArchive_IsRefused()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        var archives = Pack(project, "1.0.0");
        foreach (var (name, change) in Lies)
        {
            registry.Publish(archives, change);
            using var folder = new TempFolder();

            var outcome = await InstallAsync(project, "tool", registry.Source(folder));

            outcome.Diagnostics.Single().Code.ShouldBe("SPK5015", name);
            project.LockFile.Plugins.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Install_ArchiveOrSignatureReplaced_IsRefused()
    {
        using var project = new TestProject();
        await using var registry = await TestRegistry.StartAsync();
        var archive = Pack(project, "1.0.0");
        registry.Publish(archive);
        registry.Replace(p => p.EndsWith(".sig"), "{}"u8.ToArray());
        (await InstallAsync(project, "tool", registry.Source(project.Folder, "a")))
            .Diagnostics[0]
            .Code.ShouldStartWith("SPK30");

        using var other = SigningKey.Generate();
        registry.Publish(archive, e => e with { KeyId = other.PublicKey.KeyId });
        (await InstallAsync(project, "tool", registry.Source(project.Folder, "b"))).Succeeded.ShouldBeFalse();

        registry.Publish(archive);
        registry.Replace(
            p => p.StartsWith("archives/") && !p.EndsWith(".sig"),
            File.ReadAllBytes(Pack(project, "1.0.1").Single())
        );
        (await InstallAsync(project, "tool", registry.Source(project.Folder, "c"))).Succeeded.ShouldBeFalse();
        project.LockFile.Plugins.ShouldBeEmpty();
    }

    private static IEnumerable<(
        string Name,
        Func<Packaging.Contracts.IndexEntry, Packaging.Contracts.IndexEntry> Change
    )> Lies =>
        [
            ("version", e => e with { Version = "9.0.0" }),
            ("tree", e => e with { Tree = "sha256:" + new string('0', 64) }),
            ("capabilities", e => e with { Capabilities = ["subprocess"] }),
        ];

    private static List<string> Pack(TestProject project, params string[] versions) =>
        versions.Select(v => new PluginSource("tool", v).Pack(project.Folder)).ToList();

    private static Task<Result<InstallOutcome>> InstallAsync(
        TestProject project,
        string wanted,
        params ImmutableArray<RegistrySource> sources
    ) => project.InstallAsync(wanted, host: null, sources);
}
