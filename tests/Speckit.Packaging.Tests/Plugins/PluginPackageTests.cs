using System.Text;
using Speckit.Manifests.Canonical;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Plugins;

namespace Speckit.Packaging.Tests.Plugins;

public sealed class PluginPackageTests : IDisposable
{
    private const string Manifest = """
        apiVersion: speckit.dev/v1
        kind: Plugin
        metadata:
          name: demo
          version: 1.2.0
          description: Shows that it works
          author: somebody
          license: MIT
        provides:
          commands:
            - name: demo:hello
              description: Says hello
              entrypoint: src/commands/run.py:run
        """;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_Plugin_HasManifestAndIdentity()
    {
        var path = Pack(Manifest);

        var plugin = PluginPackage.Open(path);

        plugin.Succeeded.ShouldBeTrue(string.Join('\n', plugin.Diagnostics));
        plugin.Value.Manifest.Name.ToString().ShouldBe("demo");
        plugin.Value.Identity.FileName.ShouldBe("demo-1.2.0.tar.gz");
        plugin.Value.Identity.ArchiveDigest.ShouldBe(plugin.Value.Contents.ArchiveDigest);
        plugin.Value.Identity.TreeDigest.ShouldBe(plugin.Value.Contents.TreeDigest);
        plugin.Value.Identity.ManifestDigest.ToString().ShouldBe(ManifestDigest.Compute(Manifest).Value);
    }

    [Fact]
    public void Open_ManifestWithMistakes_SaysWhere()
    {
        var result = PluginPackage.Open(
            Pack(Manifest.Replace("version: 1.2.0", "version: one", StringComparison.Ordinal))
        );

        result.Succeeded.ShouldBeFalse();
        result.Diagnostics.ShouldContain(d => d.Code.StartsWith("SPK10") && d.Location != null && d.Location.Line == 5);
    }

    [Fact]
    public void Open_ManifestNamesAFileThatIsMissing_IsRefused()
    {
        var result = PluginPackage.Open(Pack(Manifest.Replace("run.py:run", "gone.py:run", StringComparison.Ordinal)));

        result.Succeeded.ShouldBeFalse();
        result.Diagnostics.Single().Message.ShouldContain("src/commands/gone.py");
    }

    [Fact]
    public void Open_NotAnArchive_IsRefused() =>
        PluginPackage.Open(_folder.Write("p.tar.gz", "text")).Diagnostics.Single().Code.ShouldBe("SPK2002");

    private string Pack(string manifest)
    {
        var plugin = _folder.Plugin();
        _folder.Write("plugin/plugin.yaml", Encoding.UTF8.GetBytes(manifest));
        var package = PackageWriter.Write(plugin, _folder.At("p.tar.gz"));
        package.Succeeded.ShouldBeTrue(string.Join('\n', package.Diagnostics));
        return package.Value.Path;
    }
}
