using System.Diagnostics;
using System.Security.Cryptography;
using Speckit.Packaging.Signing;

namespace Speckit.Packaging.Tests.Signing;

public sealed class SigningKeyTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("correct horse")]
    public void Save_Key_IsLoadedBack(string? passphrase)
    {
        using var key = SigningKey.Generate();
        key.Save(_folder.Root, passphrase).Succeeded.ShouldBeTrue();

        using var loaded = SigningKey.Load(_folder.At("private.pem"), passphrase).Value;
        var publicKey = VerificationKey.Load(_folder.At("public.pem")).Value;

        loaded.PublicKey.KeyId.ShouldBe(key.PublicKey.KeyId);
        publicKey.KeyId.ShouldBe(key.PublicKey.KeyId);
        publicKey.Verify("data"u8, loaded.Sign("data"u8)).ShouldBeTrue();
        publicKey.Verify("Data"u8, loaded.Sign("data"u8)).ShouldBeFalse();
        File.ReadAllText(_folder.At("private.pem"))
            .StartsWith("-----BEGIN ENCRYPTED", StringComparison.Ordinal)
            .ShouldBe(passphrase is not null);
    }

    [Fact]
    public void Save_PrivateKey_HasMode0600()
    {
        using var key = SigningKey.Generate();
        key.Save(_folder.Root);

        if (!OperatingSystem.IsWindows())
        {
            ((int)File.GetUnixFileMode(_folder.At("private.pem"))).ShouldBe(0x180);
        }
    }

    [Theory]
    [InlineData("private.pem")]
    [InlineData("public.pem")]
    public void Save_OneOfTheFilesThere_OverwritesNothing(string name)
    {
        _folder.Write(name, "kept");
        using var key = SigningKey.Generate();

        key.Save(_folder.Root).Diagnostics.Single().Code.ShouldBe("SPK2073");

        Directory.GetFileSystemEntries(_folder.Root).ShouldHaveSingleItem();
        File.ReadAllText(_folder.At(name)).ShouldBe("kept");
    }

    [Fact]
    public void Load_WrongOrMissingPassphrase_IsRefused()
    {
        using var key = SigningKey.Generate();
        key.Save(_folder.Root, "right");

        SigningKey.Load(_folder.At("private.pem")).Diagnostics.Single().Code.ShouldBe("SPK3021");
        SigningKey.Load(_folder.At("private.pem"), "wrong").Diagnostics.Single().Code.ShouldBe("SPK3021");
    }

    [Fact]
    public void Load_ReadableByOthers_IsRefused()
    {
        using var key = SigningKey.Generate();
        key.Save(_folder.Root);
        TestFolder.SetMode(_folder.At("private.pem"), 0x1A0);

        SigningKey.Load(_folder.At("private.pem")).Diagnostics.Single().Code.ShouldBe("SPK3022");
    }

    [Theory]
    [InlineData(0x180, true)]
    [InlineData(0x100, true)]
    [InlineData(0x190, false)]
    [InlineData(0x184, false)]
    public void Load_LinkToAKey_GoesByTheModeOfTheKeyItself(int mode, bool isGood)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var key = SigningKey.Generate();
        key.Save(_folder.Root);
        TestFolder.SetMode(_folder.At("private.pem"), mode);
        File.CreateSymbolicLink(_folder.At("link.pem"), _folder.At("private.pem"));

        var loaded = SigningKey.Load(_folder.At("link.pem"));

        loaded.Succeeded.ShouldBe(isGood);
        (isGood ? "SPK3022" : loaded.Diagnostics.Single().Code).ShouldBe("SPK3022");
        if (loaded.TryGet(out var read))
        {
            read.Dispose();
        }
    }

    [Theory]
    [InlineData("private.pem")]
    [InlineData("public.pem")]
    public void FindExisting_LinkThatLeadsNowhere_IsThere(string name)
    {
        SigningKey.FindExisting(_folder.Root).ShouldBeNull();
        File.CreateSymbolicLink(_folder.At(name), _folder.At("elsewhere.pem"));
        using var key = SigningKey.Generate();

        key.Save(_folder.Root).Diagnostics.Single().Code.ShouldBe("SPK2073");

        SigningKey.FindExisting(_folder.Root)!.Message.ShouldContain(name);
        File.Exists(_folder.At("elsewhere.pem")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("correct horse")]
    [InlineData("pässwörd 🔑")]
    public void ExportPem_Passphrase_IsReadByOpenssl(string passphrase)
    {
        using var key = SigningKey.Generate();
        key.Save(_folder.Root, passphrase);

        Openssl("pkey", "-in", _folder.At("private.pem"), "-passin", "pass:" + passphrase, "-pubout")
            .ShouldBe(key.PublicKey.Pem);
    }

    [Fact]
    public void Load_EncryptedByOpenssl_IsRead()
    {
        Openssl(
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-aes-256-cbc",
            "-pass",
            "pass:right",
            "-out",
            _folder.At("private.pem")
        );
        TestFolder.SetMode(_folder.At("private.pem"), 0x180);

        using var key = SigningKey.Load(_folder.At("private.pem"), "right").Value;

        key.PublicKey.Pem.ShouldBe(
            Openssl("pkey", "-in", _folder.At("private.pem"), "-passin", "pass:right", "-pubout")
        );
        SigningKey.Load(_folder.At("private.pem"), "wrong").Diagnostics.Single().Code.ShouldBe("SPK3021");
    }

    [Fact]
    public void Load_Missing_IsRefused()
    {
        SigningKey.Load(_folder.At("private.pem")).Diagnostics.Single().Code.ShouldBe("SPK2070");
        VerificationKey.Load(_folder.At("public.pem")).Diagnostics.Single().Code.ShouldBe("SPK2070");
    }

    [Fact]
    public void Parse_NotAnEcP256Key_IsRefused()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string[] publics =
        [
            "",
            "no key",
            p384.ExportSubjectPublicKeyInfoPem(),
            rsa.ExportSubjectPublicKeyInfoPem(),
            p256.ExportPkcs8PrivateKeyPem(),
            p256.ExportSubjectPublicKeyInfoPem() + "\n" + p384.ExportSubjectPublicKeyInfoPem(),
            PemEncoding.WriteString("PUBLIC KEY", [.. p256.ExportSubjectPublicKeyInfo(), 0]),
            PemEncoding.WriteString("PUBLIC KEY", [0x30, 0x80]),
            p256.ExportSubjectPublicKeyInfoPem() + new string(' ', 20_000),
            PemEncoding.WriteString("PUBLIC KEY", OnUnknownCurve(p256.ExportSubjectPublicKeyInfo())),
        ];
        string[] privates =
        [
            "",
            p256.ExportSubjectPublicKeyInfoPem(),
            p384.ExportPkcs8PrivateKeyPem(),
            rsa.ExportPkcs8PrivateKeyPem(),
            p256.ExportECPrivateKeyPem(),
            PemEncoding.WriteString("PRIVATE KEY", [1, 2, 3]),
            PemEncoding.WriteString("PRIVATE KEY", OnUnknownCurve(p256.ExportPkcs8PrivateKey())),
        ];

        publics.ShouldAllBe(pem => VerificationKey.Parse(pem).Diagnostics.Single().Code == "SPK3020");
        privates.ShouldAllBe(pem => SigningKey.Parse(pem, null).Diagnostics.Single().Code == "SPK3020");
    }

    // The object identifier of P-256 with another last number.
    private static byte[] OnUnknownCurve(byte[] der)
    {
        ReadOnlySpan<byte> p256 = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];
        der[der.AsSpan().IndexOf(p256) + p256.Length - 1] = 0x77;
        return der;
    }

    [Fact]
    public async Task KeyId_IsWhatOpensslComputes()
    {
        using var key = SigningKey.Generate();
        key.Save(_folder.Root);

        var id = await _folder.Run(
            "sh",
            "-c",
            "openssl pkey -pubin -in public.pem -outform DER | openssl dgst -sha256 -r | cut -d' ' -f1"
        );
        var derived = await _folder.Run("openssl", "pkey", "-in", "private.pem", "-pubout");

        key.PublicKey.KeyId.ShouldBe(id.Trim());
        key.PublicKey.Pem.ShouldBe(derived);
    }

    [Fact]
    public async Task Load_KeyMadeByOpenssl_IsTaken()
    {
        await _folder.Run(
            "openssl",
            "genpkey",
            "-algorithm",
            "EC",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-aes256",
            "-pass",
            "pass:secret",
            "-out",
            "key.pem"
        );
        TestFolder.SetMode(_folder.At("key.pem"), 0x180);

        using var key = SigningKey.Load(_folder.At("key.pem"), "secret").Value;
        key.PublicKey.KeyId.Length.ShouldBe(64);
        (await _folder.Run("openssl", "pkey", "-in", "key.pem", "-passin", "pass:secret", "-pubout")).ShouldBe(
            key.PublicKey.Pem
        );
    }

    [Fact]
    public async Task ExportPem_Encrypted_IsReadByOpenssl()
    {
        using var key = SigningKey.Generate();
        key.Save(_folder.Root, "secret");

        (await _folder.Run("openssl", "pkey", "-in", "private.pem", "-passin", "pass:secret", "-pubout")).ShouldBe(
            key.PublicKey.Pem
        );
    }

    private static string Openssl(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, error);
        return output;
    }
}
