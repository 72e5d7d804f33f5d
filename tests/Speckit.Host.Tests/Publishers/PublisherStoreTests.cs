using Speckit.Host.Publishers;
using Speckit.Host.Tests.Support;
using Speckit.Packaging.Signing;

namespace Speckit.Host.Tests.Publishers;

public sealed class PublisherStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string KeyA = new('a', 64);
    private static readonly string KeyB = new('b', 64);

    private readonly TestProject _project = new();

    private PublisherStore Store => _project.Host.Publishers;

    private string PinFile => Path.Combine(_project.User.TrustDirectory, "publishers.json");

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Read_NoFile_KnowsNobody() => Store.Read().Value.ShouldBe(PublisherPins.Empty);

    [Fact]
    public async Task Change_PinsAndRevocations_AreReadBack()
    {
        await ChangeAsync(p => p.With("@acme", KeyA, Now).With("signer:Ä \"x\"\n", KeyB, Now).Revoke(KeyB));

        var read = Store.Read().Value;

        read.Pins.Keys.ShouldBe(["@acme", "signer:Ä \"x\"\n"]);
        read.Pins["@acme"].Keys.ShouldBe([KeyA]);
        read.Pins["@acme"].Since.ShouldBe(Now);
        read.Revoked.ShouldBe([KeyB]);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(PinFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task Change_ManyAtOnce_LosesNothing()
    {
        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i =>
                    Task.Run(() =>
                        new PublisherStore(_project.User, TimeProvider.System).ChangeAsync(
                            p => p.With($"plugin{i}", KeyA, Now),
                            CancellationToken.None
                        )
                    )
                )
        );

        Store.Read().Value.Pins.Count.ShouldBe(40);
    }

    [Fact]
    public void Without_Keys_ForgetsThemAndTheLastOneThePublisher()
    {
        var pins = PublisherPins.Empty.With("@acme", KeyA, Now).With("@acme", KeyB, Now);

        pins.Without("@acme", KeyA).Pins["@acme"].Keys.ShouldBe([KeyB]);
        pins.Without("@acme", KeyA).Without("@acme", KeyB).Pins.ShouldBeEmpty();
        pins.Without("@acme", null).Pins.ShouldBeEmpty();
        pins.Without("@other", null).ShouldBeSameAs(pins);
        pins.Without("@acme", new string('c', 64)).ShouldBeSameAs(pins);
    }

    [Fact]
    public void Revoke_TwiceAndBack_ChangesOnlyOnce()
    {
        var revoked = PublisherPins.Empty.Revoke(KeyA);

        revoked.Revoke(KeyA).ShouldBeSameAs(revoked);
        revoked.Unrevoke(KeyB).ShouldBeSameAs(revoked);
        revoked.Unrevoke(KeyA).Revoked.ShouldBeEmpty();
    }

    /// <summary>Whoever can write half of the file must not make it forget, and not make it believe either.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"version":1,"publishers":{},"revoked":[]""")]
    [InlineData("""{"version":2,"publishers":{},"revoked":[]}""")]
    [InlineData("""{"version":"1","publishers":{},"revoked":[]}""")]
    [InlineData("""{"version":1,"publishers":[],"revoked":[]}""")]
    [InlineData("""{"version":1,"publishers":{}}""")]
    [InlineData("""{"version":1,"publishers":{},"revoked":{}}""")]
    [InlineData("""{"version":1,"publishers":{},"revoked":[null]}""")]
    [InlineData("""{"version":1,"publishers":{},"revoked":["KEY"]}""")]
    [InlineData("""{"version":1,"publishers":{},"revoked":["UPPER"]}""")]
    [InlineData("""{"version":1,"publishers":{},"revoked":["\ud800"]}""")]
    [InlineData("""{"version":1,"publishers":{},"revoked":[],"revoked":["GOOD"]}""")]
    [InlineData("""{"version":1,"publishers":{"@acme":{"keys":["GOOD"],"since":null}},"revoked":[]}""")]
    [InlineData("""{"version":1,"publishers":{"@acme":{"keys":["GOOD"],"since":"soon"}},"revoked":[]}""")]
    [InlineData("""{"version":1,"publishers":{"@acme":{"keys":["GOOD"]}},"revoked":[]}""")]
    [InlineData("""{"version":1,"publishers":{"@acme":{"keys":[],"since":"2026-01-01T00:00:00Z"}},"revoked":[]}""")]
    [InlineData(
        """{"version":1,"publishers":{"@acme":{"keys":["GOOD"],"since":"2026-01-01T00:00:00Z"},"@acme":{"keys":["GOOD"],"since":"2026-01-01T00:00:00Z"}},"revoked":[]}"""
    )]
    [InlineData(
        """{"version":1,"publishers":{"\ud800":{"keys":["GOOD"],"since":"2026-01-01T00:00:00Z"}},"revoked":[]}"""
    )]
    [InlineData("""{"version":1,"publishers":{"@acme":1},"revoked":[]}""")]
    public async Task Read_ForgedFile_IsRefusedAndNotOverwritten(string text)
    {
        Directory.CreateDirectory(_project.User.TrustDirectory);
        text = text.Replace("GOOD", KeyA).Replace("UPPER", new string('A', 64));
        await File.WriteAllTextAsync(PinFile, text);

        Store.Read().Diagnostics.Single().Code.ShouldBe("SPK5022");
        (await Store.ChangeAsync(p => p.Revoke(KeyA), CancellationToken.None)).Diagnostics[0].Code.ShouldBe("SPK5022");

        (await File.ReadAllTextAsync(PinFile)).ShouldBe(text);
    }

    [Fact]
    public async Task Read_DamagedFiles_AreRefusedOrReadAndNeverThrow()
    {
        await ChangeAsync(p => p.With("@acme", KeyA, Now).With("tool", KeyB, Now).Revoke(KeyB));
        var good = await File.ReadAllBytesAsync(PinFile);
        var random = new Random(20260301);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = good[..random.Next(good.Length + 1)];
            for (var n = random.Next(4); n > 0 && bytes.Length > 0; n--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            await File.WriteAllBytesAsync(PinFile, bytes);
            var read = Store.Read();
            if (read.TryGet(out var pins))
            {
                pins.Revoked.All(PublisherPins.IsKeyId).ShouldBeTrue();
                pins.Pins.Values.ShouldAllBe(p => !p.Keys.IsEmpty && p.Keys.All(PublisherPins.IsKeyId));
            }
            else
            {
                read.Diagnostics.Single().Code.ShouldBe("SPK5022");
            }
        }
    }

    [Fact]
    public void Remember_Keys_AreKnownByWhatTheyAre()
    {
        using var key = SigningKey.Generate();
        using var other = SigningKey.Generate();
        Store.Remember(key.PublicKey);
        Store.Remember(key.PublicKey);
        var keys = Path.Combine(_project.User.TrustDirectory, "keys");
        File.WriteAllText(Path.Combine(keys, "garbage.pem"), "garbage");
        // The name of a file says nothing about the key in it.
        File.WriteAllText(Path.Combine(keys, new string('0', 64) + ".pem"), other.PublicKey.Pem);

        Store
            .KnownKeys()
            .Select(k => k.KeyId)
            .ShouldBe([key.PublicKey.KeyId, other.PublicKey.KeyId], ignoreOrder: true);
        Store.FindKey(key.PublicKey.KeyId)!.Pem.ShouldBe(key.PublicKey.Pem);
        Store.FindKey(new string('0', 64)).ShouldBeNull();
    }

    private async Task ChangeAsync(Func<PublisherPins, PublisherPins> change) =>
        (await Store.ChangeAsync(change, CancellationToken.None)).Succeeded.ShouldBeTrue();
}
