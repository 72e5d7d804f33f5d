namespace Speckit.Packaging.Signing;

/// <summary>One signature of an envelope, looked at by itself.</summary>
/// <param name="KeyId">The key it is by, or says it is by; null when it says nothing and no known key fits.</param>
/// <param name="State">What came of it.</param>
public sealed record SignatureCheck(string? KeyId, SignatureState State);

/// <summary>What came of checking one signature.</summary>
public enum SignatureState
{
    /// <summary>It is by a known key, and right.</summary>
    Valid,

    /// <summary>It is right, and so was an earlier one by the same key: it adds nothing.</summary>
    Repeated,

    /// <summary>It says it is by a known key, and is not.</summary>
    Wrong,

    /// <summary>The key is not known here, so nothing can be said about it.</summary>
    Unknown,
}
