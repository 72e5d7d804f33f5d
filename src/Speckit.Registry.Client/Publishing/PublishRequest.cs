namespace Speckit.Registry.Client.Publishing;

/// <summary>What is published.</summary>
public sealed record PublishRequest
{
    /// <summary>The path of the archive.</summary>
    public required string ArchivePath { get; init; }

    /// <summary>The bytes of its signature envelope; null when it is unsigned.</summary>
    public ReadOnlyMemory<byte>? Signature { get; init; }

    /// <summary>The publisher's public key, PEM: the registry takes a publisher's first one. Null when it is registered.</summary>
    public string? PublicKey { get; init; }
}
