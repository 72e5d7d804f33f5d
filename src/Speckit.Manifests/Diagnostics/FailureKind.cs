namespace Speckit.Manifests.Diagnostics;

/// <summary>Why an operation did not succeed. The numeric value is the process exit code (formats: "Exit codes").</summary>
public enum FailureKind
{
    /// <summary>The operation failed, or problems were found.</summary>
    Failed = 1,

    /// <summary>Bad usage or bad input.</summary>
    BadInput = 2,

    /// <summary>Refused by policy, trust or capability.</summary>
    Refused = 3,

    /// <summary>A registry could not be reached.</summary>
    Unreachable = 4,
}
