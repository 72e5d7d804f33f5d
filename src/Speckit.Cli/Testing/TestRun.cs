using System.Collections.Immutable;

namespace Speckit.Cli.Testing;

/// <summary>What a run of a plugin's tests showed.</summary>
/// <param name="Tests">Each test, in the order of their files.</param>
/// <param name="Coverage">How much of the plugin's code the tests ran; null when it was not measured.</param>
internal sealed record TestRun(ImmutableArray<TestCaseResult> Tests, CodeCoverage? Coverage)
{
    internal int Passed => Count(TestOutcome.Passed);

    internal int Failed => Count(TestOutcome.Failed);

    internal int Skipped => Count(TestOutcome.Skipped);

    private int Count(TestOutcome outcome) => Tests.Count(t => t.Outcome == outcome);
}

/// <summary>One test.</summary>
/// <param name="File">The file or class that it stands in.</param>
/// <param name="Name">Its name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Time">How long it took.</param>
/// <param name="Message">Why it failed or was skipped.</param>
internal sealed record TestCaseResult(string File, string Name, TestOutcome Outcome, TimeSpan Time, string? Message);

/// <summary>How a test ended.</summary>
internal enum TestOutcome
{
    /// <summary>It held.</summary>
    Passed,

    /// <summary>It did not hold, or broke.</summary>
    Failed,

    /// <summary>It was not run.</summary>
    Skipped,
}

/// <summary>Lines of the plugin's own code, without its tests.</summary>
/// <param name="Covered">Lines that the tests ran.</param>
/// <param name="Total">Lines that can be run.</param>
/// <param name="Files">The same for each file.</param>
internal sealed record CodeCoverage(long Covered, long Total, ImmutableArray<FileCoverage> Files)
{
    internal static CodeCoverage Of(ImmutableArray<FileCoverage> files) =>
        new(files.Sum(f => (long)f.Covered), files.Sum(f => (long)f.Total), files);

    /// <summary>Hundredths; 100 when there is nothing to run.</summary>
    internal double Percent => Total == 0 ? 100 : 100.0 * Covered / Total;
}

/// <summary>Lines of one file.</summary>
/// <param name="Path">Relative to the plugin's folder, with forward slashes.</param>
/// <param name="Covered">Lines that the tests ran.</param>
/// <param name="Total">Lines that can be run.</param>
internal sealed record FileCoverage(string Path, int Covered, int Total);
