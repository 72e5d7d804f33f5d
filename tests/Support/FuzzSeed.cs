namespace Speckit.TestSupport;

/// <summary>Where the fuzz loops start: the same seed in each run, so that a failure is found again.
/// <c>SPECKIT_FUZZ_SEED</c> explores others.</summary>
internal static class FuzzSeed
{
    private const int Default = 20261122;

    internal static int Value =>
        int.TryParse(Environment.GetEnvironmentVariable("SPECKIT_FUZZ_SEED"), out var given) ? given : Default;
}
