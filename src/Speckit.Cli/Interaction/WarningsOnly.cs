using System.Collections.Immutable;
using Speckit.Host.Acquisition;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Cli.Interaction;

/// <summary>Keeps the warnings of what is looked up on the way to an answer, and shows nothing.</summary>
internal sealed class WarningsOnly : IAcquisitionObserver
{
    private readonly List<Diagnostic> _warnings = [];

    /// <summary>The warnings.</summary>
    internal ImmutableArray<Diagnostic> Warnings => [.. _warnings];

    public void Step(int number, int of, string title) { }

    public void Done(string text) { }

    public void Note(string text) { }

    public void Warn(Diagnostic warning) => _warnings.Add(warning);

    public void Downloaded(long received, long total) { }
}
