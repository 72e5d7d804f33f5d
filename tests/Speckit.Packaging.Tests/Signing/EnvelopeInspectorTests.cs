using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Signing;

namespace Speckit.Packaging.Tests.Signing;

public sealed class EnvelopeInspectorTests : IDisposable
{
    private readonly SigningKey _author = SigningKey.Generate();
    private readonly SigningKey _other = SigningKey.Generate();

    private static PackageIdentity Package { get; } =
        new(
            PluginName.Parse("scanner"),
            SemanticVersion.Parse("1.0.0"),
            Sha256Digest.Of("archive"u8),
            Sha256Digest.Of("tree"u8),
            Sha256Digest.Of("manifest"u8)
        );

    public void Dispose()
    {
        _author.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void CheckSignatures_EveryKindOfSignature_IsToldApart()
    {
        var signed = PackageSigner.Countersign(Sign(), _other).Value;
        var wrong = new DsseSignature(_author.PublicKey.KeyId, signed.Signatures[1].Bytes);
        var garbage = new DsseSignature(_author.PublicKey.KeyId, new byte[] { 1, 2, 3 });
        var unnamed = new DsseSignature(null, signed.Signatures[0].Bytes);
        var foreign = new DsseSignature(null, signed.Signatures[1].Bytes);
        var envelope = signed with
        {
            Signatures = [.. signed.Signatures, signed.Signatures[0], wrong, garbage, unnamed, foreign],
        };

        EnvelopeInspector
            .CheckSignatures(envelope, [_author.PublicKey])
            .ShouldBe([
                new SignatureCheck(_author.PublicKey.KeyId, SignatureState.Valid),
                new SignatureCheck(_other.PublicKey.KeyId, SignatureState.Unknown),
                new SignatureCheck(_author.PublicKey.KeyId, SignatureState.Repeated),
                new SignatureCheck(_author.PublicKey.KeyId, SignatureState.Wrong),
                new SignatureCheck(_author.PublicKey.KeyId, SignatureState.Wrong),
                new SignatureCheck(_author.PublicKey.KeyId, SignatureState.Repeated),
                new SignatureCheck(null, SignatureState.Unknown),
            ]);
        PackageVerifier.Verify(Package, envelope, [_author.PublicKey]).Value.KeyIds.ShouldBe([_author.PublicKey.KeyId]);
    }

    [Fact]
    public void CheckSignatures_NoKeys_SayNothing() =>
        EnvelopeInspector.CheckSignatures(Sign(), []).Single().State.ShouldBe(SignatureState.Unknown);

    [Fact]
    public void ReadStatement_OwnPackage_IsGivenWhoeverSigned() =>
        EnvelopeInspector.ReadStatement(Sign(), Package).Value.Predicate.Signer.ShouldBe("acme");

    [Fact]
    public void ReadStatement_AnotherBuild_IsToldFirstByItsDigest()
    {
        var rebuilt = Package with
        {
            ArchiveDigest = Sha256Digest.Of("other"u8),
            TreeDigest = Sha256Digest.Of("others"u8),
        };

        EnvelopeInspector.ReadStatement(Sign(), rebuilt).Diagnostics.Single().Code.ShouldBe("SPK3008");
    }

    [Theory]
    [InlineData("text/plain", "{}", "SPK3002")]
    [InlineData("application/vnd.in-toto+json", "{}", "SPK3006")]
    [InlineData("application/vnd.in-toto+json", "garbage", "SPK3006")]
    public void ReadStatement_SomethingElse_IsRefused(string type, string payload, string code)
    {
        var envelope = new DsseEnvelope(type, System.Text.Encoding.UTF8.GetBytes(payload), []);

        EnvelopeInspector.ReadStatement(envelope, Package).Diagnostics.Single().Code.ShouldBe(code);
    }

    private DsseEnvelope Sign() => new PackageSigner(TimeProvider.System).Sign(Package, _author, "acme");
}
