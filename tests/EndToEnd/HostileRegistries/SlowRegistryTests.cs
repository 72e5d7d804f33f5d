namespace Speckit.EndToEnd.HostileRegistries;

/// <summary>Apart from the others, since it takes as long as the client's patience lasts.</summary>
public sealed class SlowRegistryTests
{
    [Fact]
    public Task Install_ArchiveThatDrips_IsGivenUp() =>
        HostileRegistryTests.ShouldBeRefusedAsync("archive drip", 4, "SPK4001", isSeen: false);
}
