using System.Text.Json.Serialization;

namespace Speckit.Packaging.Trust;

/// <summary>How far a package is trusted, from least to most (JP design §8.1). The order is meant to be compared.</summary>
[JsonConverter(typeof(TrustLevelJsonConverter))]
public enum TrustLevel
{
    /// <summary>No signature.</summary>
    Unsigned = 0,

    /// <summary>Signed by its author, whose identity nobody has confirmed.</summary>
    SelfSigned = 1,

    /// <summary>Signed by an author whose identity the registry has confirmed.</summary>
    Verified = 2,

    /// <summary>Verified, and its security was audited.</summary>
    Certified = 3,
}
