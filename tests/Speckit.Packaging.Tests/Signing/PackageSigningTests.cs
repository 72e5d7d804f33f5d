using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Archives;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Signing;

namespace Speckit.Packaging.Tests.Signing;

public sealed class PackageSigningTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestFolder _folder = new();
    private readonly SigningKey _author = SigningKey.Generate();
    private readonly SigningKey _registry = SigningKey.Generate();
    private readonly PackageSigner _signer = new(new FixedTime(Now));

    private static PackageIdentity Package { get; } =
        new(
            PluginName.Parse("@acme/scanner"),
            SemanticVersion.Parse("1.2.0"),
            Sha256Digest.Of("archive"u8),
            Sha256Digest.Of("tree"u8),
            Sha256Digest.Of("manifest"u8)
        );

    public void Dispose()
    {
        _author.Dispose();
        _registry.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Verify_SignedPackage_Succeeds()
    {
        var json = Sign().ToJson();

        var verified = PackageVerifier.Verify(Package, json, [_registry.PublicKey, _author.PublicKey]).Value;

        verified.KeyId.ShouldBe(_author.PublicKey.KeyId);
        verified.KeyIds.Length.ShouldBe(1);
        verified.Signer.ShouldBe("acme");
        verified.Statement.Predicate.Timestamp.ShouldBe(Now);
        verified.Statement.Subject.Single().Name.ShouldBe("acme-scanner-1.2.0.tar.gz");
    }

    [Fact]
    public void Sign_Envelope_HasTheShapeOfTheFormat()
    {
        var envelope = JsonNode.Parse(Sign().ToJson())!.AsObject();
        var payload = JsonNode.Parse(Convert.FromBase64String((string)envelope["payload"]!))!.AsObject();

        envelope.Select(p => p.Key).ShouldBe(["payloadType", "payload", "signatures"]);
        ((string)envelope["payloadType"]!).ShouldBe("application/vnd.in-toto+json");
        ((string)envelope["signatures"]![0]!["keyid"]!).ShouldBe(_author.PublicKey.KeyId);
        payload.Select(p => p.Key).ShouldBe(["_type", "subject", "predicateType", "predicate"]);
        ((string)payload["_type"]!).ShouldBe("https://in-toto.io/Statement/v1");
        ((string)payload["predicateType"]!).ShouldBe("https://speckit.dev/signature/v1");
        ((string)payload["subject"]![0]!["digest"]!["sha256"]!).ShouldBe(Package.ArchiveDigest.Hex);
        payload["predicate"]!
            .AsObject()
            .Select(p => $"{p.Key}={p.Value}")
            .ShouldBe([
                "name=@acme/scanner",
                "version=1.2.0",
                $"manifestDigest={Package.ManifestDigest}",
                $"treeDigest={Package.TreeDigest}",
                "signer=acme",
                "timestamp=2026-03-01T12:00:00+00:00",
            ]);
    }

    [Fact]
    public void PreAuthenticationEncoding_ExampleOfDsse_IsTheSpecifications()
    {
        // https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md
        var envelope = new DsseEnvelope("http://example.com/HelloWorld", "hello world"u8.ToArray(), []);

        Encoding
            .ASCII.GetString(envelope.PreAuthenticationEncoding())
            .ShouldBe("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    [Fact]
    public async Task Sign_Envelope_IsVerifiedByOpenssl()
    {
        var envelope = Sign();
        _author.Save(_folder.Root);
        _folder.Write("pae", envelope.PreAuthenticationEncoding());
        _folder.Write("sig", envelope.Signatures[0].Bytes.ToArray());

        var output = await _folder.Run(
            "openssl",
            "dgst",
            "-sha256",
            "-verify",
            "public.pem",
            "-signature",
            "sig",
            "pae"
        );

        output.ShouldContain("Verified OK");
    }

    [Fact]
    public async Task Verify_SignatureMadeByOpenssl_Succeeds()
    {
        var unsigned = Sign() with { Signatures = [] };
        await _folder.Run(
            "openssl",
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-out",
            "key.pem"
        );
        await _folder.Run("openssl", "pkey", "-in", "key.pem", "-pubout", "-out", "pub.pem");
        _folder.Write("pae", unsigned.PreAuthenticationEncoding());
        await _folder.Run("openssl", "dgst", "-sha256", "-sign", "key.pem", "-out", "sig", "pae");
        var key = VerificationKey.Load(_folder.At("pub.pem")).Value;

        foreach (var keyId in new[] { key.KeyId, null })
        {
            var envelope = unsigned with
            {
                Signatures = [new DsseSignature(keyId, await File.ReadAllBytesAsync(_folder.At("sig")))],
            };
            PackageVerifier
                .Verify(Package, envelope.ToJson(), [_author.PublicKey, key])
                .Value.KeyId.ShouldBe(key.KeyId);
        }
    }

    [Fact]
    public void Countersign_SecondKey_BothVerifyAndThePayloadStays()
    {
        var first = Sign();

        var both = PackageSigner.Countersign(first, _registry).Value;
        var again = PackageSigner.Countersign(both, _registry).Value;

        again.ShouldBeSameAs(both);
        both.Payload.ToArray().ShouldBe(first.Payload.ToArray());
        PackageVerifier
            .Verify(Package, both.ToJson(), [_author.PublicKey, _registry.PublicKey])
            .Value.KeyIds.ShouldBe([_author.PublicKey.KeyId, _registry.PublicKey.KeyId]);
        PackageVerifier.Verify(Package, both, [_registry.PublicKey]).Value.KeyId.ShouldBe(_registry.PublicKey.KeyId);
    }

    [Fact]
    public void Countersign_ForgedEntryUnderTheKeysName_IsNotTakenForItsSignature()
    {
        var envelope = Sign();
        envelope = envelope with { Signatures = [new DsseSignature(_registry.PublicKey.KeyId, new byte[70])] };

        var signed = PackageSigner.Countersign(envelope, _registry).Value;

        PackageVerifier.Verify(Package, signed, [_registry.PublicKey]).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void Countersign_FullEnvelope_IsRefused()
    {
        var envelope = Sign();
        envelope = envelope with { Signatures = [.. Enumerable.Repeat(envelope.Signatures[0], 16)] };

        PackageSigner.Countersign(envelope, _registry).Diagnostics.Single().Code.ShouldBe("SPK3001");
    }

    [Fact]
    public void Verify_NoSignature_IsRefused() => Code(Sign() with { Signatures = [] }).ShouldBe("SPK3003");

    [Fact]
    public void Verify_UnknownKey_IsRefused()
    {
        PackageVerifier.Verify(Package, Sign(), [_registry.PublicKey]).Diagnostics.Single().Code.ShouldBe("SPK3004");
        PackageVerifier.Verify(Package, Sign(), []).Diagnostics.Single().Code.ShouldBe("SPK3004");
    }

    [Fact]
    public void Verify_OtherPayloadType_IsRefused() =>
        Code(Sign() with { PayloadType = "text/plain" }).ShouldBe("SPK3002");

    [Fact]
    public void Verify_ChangedPayload_IsRefused()
    {
        var envelope = Sign();
        var payload = envelope.Payload.ToArray();
        payload[^5] ^= 1;

        Code(envelope with { Payload = payload }).ShouldBe("SPK3005");
    }

    [Fact]
    public void Verify_AnyBitOfTheSignatureChanged_IsRefused()
    {
        var envelope = Sign();
        var good = envelope.Signatures[0].Bytes.ToArray();
        for (var i = 0; i < good.Length; i++)
        {
            var bad = good.ToArray();
            bad[i] ^= 0x10;
            Code(envelope with { Signatures = [new DsseSignature(_author.PublicKey.KeyId, bad)] })
                .ShouldBe("SPK3005", $"byte {i}");
        }
    }

    [Fact]
    public void Verify_SignatureInTheOtherFormat_IsRefused()
    {
        // IEEE P1363: r and s side by side, 64 bytes.
        Code(Sign() with { Signatures = [new DsseSignature(_author.PublicKey.KeyId, new byte[64])] })
            .ShouldBe("SPK3005");
    }

    [Fact]
    public void Verify_KeyIdOfATrustedKeyOnAnothersSignature_IsRefused()
    {
        var foreign = _signer.Sign(Package, _registry, "mallory").Signatures[0].Bytes;

        Code(Sign() with { Signatures = [new DsseSignature(_author.PublicKey.KeyId, foreign)] }).ShouldBe("SPK3005");
    }

    public static TheoryData<string, string> Mismatches =>
        new()
        {
            { "archive", "SPK3008" },
            { "name", "SPK3007" },
            { "version", "SPK3007" },
            { "tree", "SPK3011" },
            { "manifest", "SPK3012" },
        };

    [Theory]
    [MemberData(nameof(Mismatches))]
    public void Verify_OtherPackage_IsRefused(string what, string code)
    {
        var other = Sha256Digest.Of("other"u8);
        var package = what switch
        {
            "archive" => Package with { ArchiveDigest = other },
            "name" => Package with { Name = PluginName.Parse("@acme/other") },
            "version" => Package with { Version = SemanticVersion.Parse("1.2.1") },
            "tree" => Package with { TreeDigest = other },
            _ => Package with { ManifestDigest = other },
        };

        PackageVerifier.Verify(package, Sign(), [_author.PublicKey]).Diagnostics.Single().Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("\"name\":\"@acme/scanner\"", "\"name\":\"@acme/other\"", "SPK3009")]
    [InlineData("\"version\":\"1.2.0\"", "\"version\":\"1.2.1\"", "SPK3010")]
    [InlineData("\"name\":\"acme-scanner-1.2.0.tar.gz\"", "\"name\":\"../evil.tar.gz\"", "SPK3007")]
    [InlineData("Statement/v1", "Statement/v0.1", "SPK3006")]
    [InlineData("signature/v1", "provenance/v1", "SPK3006")]
    [InlineData("\"signer\":\"acme\"", "\"signer\":\"acme\",\"signer\":\"x\"", "SPK3006")]
    [InlineData("\"subject\":[", "\"subject\":[null,", "SPK3006")]
    [InlineData("\"treeDigest\"", "\"tree\"", "SPK3006")]
    [InlineData("\"signer\":\"acme\"", "\"signer\":null", "SPK3006")]
    [InlineData("{\"_type\"", "[{\"_type\"", "SPK3006")]
    public void Verify_SignedStatementThatDoesNotFit_IsRefused(string from, string to, string code)
    {
        var text = Encoding.UTF8.GetString(Sign().Payload.Span);
        text.ShouldContain(from);
        var envelope = new DsseEnvelope(
            Statement.PayloadType,
            Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)),
            []
        );

        Code(PackageSigner.Countersign(envelope, _author).Value).ShouldBe(code);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"{}\"")]
    [InlineData("{\"subject\":null}")]
    [InlineData(
        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[],\"predicateType\":\"https://speckit.dev/signature/v1\",\"predicate\":null}"
    )]
    [InlineData(
        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":null,\"predicateType\":\"https://speckit.dev/signature/v1\"}"
    )]
    [InlineData("")]
    public void Verify_SignedGarbage_IsRefused(string payload)
    {
        var envelope = new DsseEnvelope(Statement.PayloadType, Encoding.UTF8.GetBytes(payload), []);

        Code(PackageSigner.Countersign(envelope, _author).Value).ShouldBe("SPK3006");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"payloadType\":\"t\",\"payload\":\"\"}")]
    [InlineData("{\"payloadType\":null,\"payload\":\"\",\"signatures\":[]}")]
    [InlineData("{\"payloadType\":\"t\",\"payload\":\"*\",\"signatures\":[]}")]
    [InlineData("{\"payloadType\":\"t\",\"payload\":\"YQ= =\",\"signatures\":[]}")]
    [InlineData("{\"payloadType\":\"t\",\"payload\":\"YQ==\",\"signatures\":[null]}")]
    [InlineData("{\"payloadType\":\"t\",\"payload\":\"YQ==\",\"signatures\":[{\"keyid\":\"k\"}]}")]
    [InlineData("{\"payloadType\":\"t\",\"payload\":\"YQ==\",\"signatures\":[{\"keyid\":\"k\",\"sig\":\"\"}]}")]
    [InlineData("{\"payloadType\":\"t\",\"payload\":\"YQ==\",\"signatures\":[],\"payload\":\"Yg==\"}")]
    [InlineData("{\"payloadType\":\"t\",\"payload\":\"YQ==\",\"signatures\":[]} {}")]
    [InlineData("{\"payloadType\":\"\\ud800\",\"payload\":\"YQ==\",\"signatures\":[]}")]
    [InlineData("{\"\\ud800\":1}")]
    public void Parse_NotAnEnvelope_IsRefused(string json) =>
        DsseEnvelope.Parse(Encoding.UTF8.GetBytes(json)).Diagnostics.Single().Code.ShouldBe("SPK3001");

    [Fact]
    public void Parse_TooMuch_IsRefused()
    {
        DsseEnvelope.Parse(new byte[DsseEnvelope.MaxBytes + 1]).Diagnostics.Single().Code.ShouldBe("SPK3001");
        var signatures = string.Join(',', Enumerable.Repeat("{\"sig\":\"YQ==\"}", 17));
        var many = $"{{\"payloadType\":\"t\",\"payload\":\"\",\"signatures\":[{signatures}]}}";
        DsseEnvelope.Parse(Encoding.UTF8.GetBytes(many)).Diagnostics.Single().Code.ShouldBe("SPK3001");
        var deep = $"{{\"x\":{new string('[', 100)}{new string(']', 100)}}}";
        DsseEnvelope.Parse(Encoding.UTF8.GetBytes(deep)).Diagnostics.Single().Code.ShouldBe("SPK3001");
    }

    [Fact]
    public void Parse_FieldsThatDsseDoesNotKnow_AreIgnored()
    {
        var json = Encoding
            .UTF8.GetString(Sign().ToJson())
            .Replace("{\"payloadType\"", "{\"extra\":{\"a\":[1]},\"payloadType\"", StringComparison.Ordinal);

        PackageVerifier.Verify(Package, Encoding.UTF8.GetBytes(json), [_author.PublicKey]).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void Verify_DamagedEnvelopes_NeverThrowAndNeverVerifyOtherBytes()
    {
        var seed = FuzzSeed.Value;
        var good = Sign();
        var bytes = good.ToJson();
        var watch = Stopwatch.StartNew();
        for (var round = 0; watch.Elapsed < TimeSpan.FromSeconds(2); round++)
        {
            var random = new Random(seed + round);
            var damaged = bytes.ToArray();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] =
                    random.Next(4) == 0 ? (byte)random.Next(256) : bytes[random.Next(bytes.Length)];
            }

            var result = PackageVerifier.Verify(
                Package,
                damaged.AsSpan(0, random.Next(5) == 0 ? random.Next(damaged.Length) : damaged.Length),
                [_author.PublicKey]
            );
            if (result.TryGet(out var verified))
            {
                verified.Statement.ToJson().ShouldBe(good.Payload.ToArray(), $"seed {seed + round}");
            }
            else
            {
                result.Diagnostics.Single().Code.ShouldStartWith("SPK30");
            }
        }
    }

    [Fact]
    public void Verify_RealPackage_TiesArchiveAndSignatureTogether()
    {
        var plugin = _folder.Plugin();
        var path = _folder.At("whatever-it-is-called.tar.gz");
        PackageWriter.Write(plugin, path).Succeeded.ShouldBeTrue();
        var package = Identity(path);
        var envelope = _signer.Sign(package, _author, "acme").ToJson();
        PackageVerifier.Verify(package, envelope, [_author.PublicKey]).Succeeded.ShouldBeTrue();

        _folder.Write("plugin/src/commands/run.py", "import os\n");
        PackageWriter.Write(plugin, path).Succeeded.ShouldBeTrue();

        PackageVerifier
            .Verify(Identity(path), envelope, [_author.PublicKey])
            .Diagnostics.Single()
            .Code.ShouldBe("SPK3008");
    }

    private static PackageIdentity Identity(string path) =>
        PackageIdentity.Of(PackageReader.Inspect(path).Value, Package.Name, Package.Version, Package.ManifestDigest);

    private DsseEnvelope Sign() => _signer.Sign(Package, _author, "acme");

    private string Code(DsseEnvelope envelope) =>
        PackageVerifier.Verify(Package, envelope, [_author.PublicKey]).Diagnostics.Single().Code;

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
