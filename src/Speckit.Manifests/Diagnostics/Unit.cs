namespace Speckit.Manifests.Diagnostics;

/// <summary>The value of an operation that succeeds with nothing to give: <c>Result&lt;Unit&gt;</c>.</summary>
public readonly record struct Unit;
