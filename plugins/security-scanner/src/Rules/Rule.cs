using SecurityScanner.Scanning;

namespace SecurityScanner.Rules;

/// <summary>What a rule looks for, in words.</summary>
/// <param name="Id">Its id, used in results and in <c>speckit: ignore[id]</c>.</param>
/// <param name="Severity">How much its findings weigh unless they say otherwise.</param>
/// <param name="Cwe">The weakness.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Description">Why it is dangerous.</param>
/// <param name="Fix">What to do instead.</param>
internal sealed record Rule(string Id, Severity Severity, string Cwe, string Title, string Description, string Fix);
