using Speckit.Host.Sandbox.Confinement;

namespace Speckit.Host.Tests.Sandbox.Confinement;

public sealed class ConfineOrderTests
{
    private static ConfineOrder Order =>
        new()
        {
            Checks = [new PathCheck("/a/ü", new FileIdentity(1, ulong.MaxValue))],
            HandledFiles = 0xFFFF,
            HandledNetwork = 3,
            Scoped = 1,
            Files = [new FileRule("/", LandlockAccess.Read), new FileRule("/tmp", LandlockAccess.Write)],
            ProxyPort = 3128,
            Limits = [new ProcessLimit(4, 0), new ProcessLimit(7, 1024)],
            Filter = [1, 2, 3, 4, 5, 6, 7, 8],
            Parent = 42,
            DropCapabilities = true,
        };

    [Fact]
    public void Decode_AnEncodedOrder_IsTheSame()
    {
        var read = ConfineOrder.Decode(Order.Encode());

        read.Checks.ShouldBe(Order.Checks);
        read.Files.ShouldBe(Order.Files);
        read.Limits.ShouldBe(Order.Limits);
        read.Filter.ShouldBe(Order.Filter);
        read.DropCapabilities.ShouldBeTrue();
        (read.HandledFiles, read.HandledNetwork, read.Scoped, read.ProxyPort, read.Parent).ShouldBe(
            (0xFFFFul, 3ul, 1ul, (ushort)3128, 42)
        );
    }

    [Fact]
    public void Decode_AnOrderOfAnotherVersion_IsRefused()
    {
        var bytes = Order.Encode();
        bytes[1] ^= 1;

        Should.Throw<IOException>(() => ConfineOrder.Decode(bytes)).Message.ShouldContain("different versions");
    }

    [Fact]
    public void Decode_CutOffOrChanged_IsAnErrorAndNothingElse()
    {
        var whole = Order.Encode();
        for (var length = 0; length < whole.Length; length++)
        {
            Should.Throw<IOException>(() => ConfineOrder.Decode(whole[..length]));
        }

        Should.Throw<IOException>(() => ConfineOrder.Decode([.. whole, 0]));
        var random = new Random(20260728);
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = (byte[])whole.Clone();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                _ = ConfineOrder.Decode(bytes);
            }
            catch (Exception e) when (e is IOException or FormatException)
            {
                // Refused is fine.
            }
        }
    }

    [Theory]
    [InlineData(0, 0ul, 0ul, 0ul)]
    [InlineData(1, 0x1FFFul, 0ul, 0ul)]
    [InlineData(2, 0x3FFFul, 0ul, 0ul)]
    [InlineData(3, 0x7FFFul, 0ul, 0ul)]
    [InlineData(4, 0x7FFFul, 3ul, 0ul)]
    [InlineData(5, 0xFFFFul, 3ul, 0ul)]
    [InlineData(6, 0xFFFFul, 3ul, 3ul)]
    [InlineData(7, 0xFFFFul, 3ul, 3ul)]
    public void Handled_EachVersionOfLandlock_KnowsItsOwn(int version, ulong files, ulong network, ulong scoped)
    {
        LandlockAccess.HandledFiles(version).ShouldBe(files);
        LandlockAccess.HandledNetwork(version).ShouldBe(network);
        LandlockAccess.Scoped(version).ShouldBe(scoped);
    }

    [Fact]
    public void Run_WithoutAHost_SaysItCannot()
    {
        ConfineStep.Run([ConfineStep.Verb]).ShouldBe(125);
        ConfineStep.Run([ConfineStep.Verb, "/nowhere/control", "/bin/true"]).ShouldBe(125);
        ConfineStep.Run([ConfineStep.Verb, "/" + new string('x', 200), "/bin/true"]).ShouldBe(125);
    }
}
