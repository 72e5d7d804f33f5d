using System.Globalization;
using Speckit.Manifests.Canonical;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Signing;

namespace Speckit.Registry.Tests.Support;

/// <summary>A real package with a real signature.</summary>
internal sealed record TestPackage(string Name, string Version, byte[] Archive, byte[]? Signature, Sha256Digest Digest)
{
    public static TestPackage Create(
        string name,
        string version = "1.0.0",
        SigningKey? key = null,
        string? license = "MIT",
        bool readme = true,
        string description = "A plugin for tests",
        string keywords = "testing",
        string extra = "",
        string? manifest = null,
        string? entrypoint = null,
        byte[]? data = null
    )
    {
        using var folder = new TempFolder();
        var yaml = manifest ?? Manifest(name, version, license, description, keywords, extra);
        File.WriteAllText(folder.At("plugin.yaml"), yaml);
        Directory.CreateDirectory(folder.At("src"));
        File.WriteAllText(folder.At("src", "hello.py"), entrypoint ?? "def run(context):\n    return 'hello'\n");
        if (data is not null)
        {
            File.WriteAllBytes(folder.At("src", "data.bin"), data);
        }

        if (readme)
        {
            File.WriteAllText(folder.At("README.md"), $"# {name}\n\nUsage: run it.\n");
        }

        using var target = new TempFolder();
        var written = PackageWriter.Write(folder.Path, target.At("package.tar.gz"));
        written.Succeeded.ShouldBeTrue(string.Join("; ", written.Diagnostics));
        var archive = File.ReadAllBytes(target.At("package.tar.gz"));
        var contents = PackageReader.Inspect(new MemoryStream(archive)).Value;
        var signature = key is null ? null : Sign(contents, name, version, yaml, key);
        return new(name, version, archive, signature, contents.ArchiveDigest);
    }

    private static byte[] Sign(PackageContents contents, string name, string version, string yaml, SigningKey key)
    {
        var identity = PackageIdentity.Of(
            contents,
            PluginName.Parse(name),
            SemanticVersion.Parse(version),
            Sha256Digest.Parse(ManifestDigest.Compute(yaml).Value)
        );
        return new PackageSigner(TimeProvider.System).Sign(identity, key, "tester@example.com").ToJson();
    }

    private static string Manifest(
        string name,
        string version,
        string? license,
        string description,
        string keywords,
        string extra
    ) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            apiVersion: speckit.dev/v1
            kind: Plugin
            metadata:
              name: "{name}"
              version: {version}
              author: tester
              {(license is null ? "" : "license: " + license)}
              description: {description}
              keywords: [{keywords}]
            provides:
              commands:
                - name: demo:hello
                  description: Says hello
                  entrypoint: src/hello.py:run
            {extra}
            """
        );
}
