using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Speckit.Packaging.Trust;

namespace Speckit.Packaging.Contracts;

/// <summary>One version of a plugin: one JSON line of the sparse index (formats, "Registry index").</summary>
/// <remarks>A line never changes after its publication, but for <see cref="Yanked"/> and <see cref="Trust"/>.
/// Written and read by <see cref="IndexLine"/>, which also checks it.</remarks>
public sealed record IndexEntry
{
    /// <summary>The newest line format this code understands.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The plugin's full name, with its scope.</summary>
    [JsonPropertyOrder(0)]
    public required string Name { get; init; }

    /// <summary>The version, SemVer 2.0.</summary>
    [JsonPropertyOrder(1)]
    [JsonPropertyName("vers")]
    public required string Version { get; init; }

    /// <summary>The plugins it needs: name to range.</summary>
    [JsonPropertyOrder(2)]
    public required IReadOnlyDictionary<string, string> Requires { get; init; }

    /// <summary>The plugins it works without but limits to a range: name to range. Not written when there are none.</summary>
    [JsonPropertyOrder(3)]
    public IReadOnlyDictionary<string, string>? Optional { get; init; }

    /// <summary>The range of Speckit versions it runs on; null for all.</summary>
    [JsonPropertyOrder(4)]
    public string? Speckit { get; init; }

    /// <summary>The platforms it runs on, as runtime identifiers such as <c>linux-x64</c>; empty for all.</summary>
    [JsonPropertyOrder(5)]
    public required ImmutableArray<string> Platforms { get; init; }

    /// <summary>What starts its entry points: dotnet, native, python or node; null when it has none.</summary>
    [JsonPropertyOrder(6)]
    public string? Runtime { get; init; }

    /// <summary>The versions of what it needs besides: <c>python</c>, <c>node</c> or <c>dotnet</c> to range. Not written when it
    /// needs none.</summary>
    [JsonPropertyOrder(7)]
    public IReadOnlyDictionary<string, string>? Runtimes { get; init; }

    /// <summary>The capabilities it asks for.</summary>
    [JsonPropertyOrder(8)]
    public required ImmutableArray<string> Capabilities { get; init; }

    /// <summary>What it provides: kind (commands, agents, …) to names.</summary>
    [JsonPropertyOrder(9)]
    public required IReadOnlyDictionary<string, ImmutableArray<string>> Provides { get; init; }

    /// <summary>The digest of the archive's bytes, <c>sha256:…</c>.</summary>
    [JsonPropertyOrder(10)]
    public required string Archive { get; init; }

    /// <summary>The digest of the extracted tree, <c>sha256:…</c>.</summary>
    [JsonPropertyOrder(11)]
    public required string Tree { get; init; }

    /// <summary>The archive's size in bytes.</summary>
    [JsonPropertyOrder(12)]
    public required long Size { get; init; }

    /// <summary>The identifier of the key that signed it; null when it is unsigned.</summary>
    [JsonPropertyOrder(13)]
    [JsonPropertyName("keyid")]
    public string? KeyId { get; init; }

    /// <summary>How far the registry trusts it.</summary>
    [JsonPropertyOrder(14)]
    public required TrustLevel Trust { get; init; }

    /// <summary>Whether it was withdrawn: still there for lock files, no longer chosen for new installs.</summary>
    [JsonPropertyOrder(15)]
    public required bool Yanked { get; init; }

    /// <summary>The format of this line. Readers skip lines with a newer one.</summary>
    [JsonPropertyOrder(16)]
    [JsonPropertyName("v")]
    public required int Format { get; init; }
}
