using System.Collections.Immutable;

namespace Speckit.Manifests.Model;

/// <summary>Something a plugin may be granted (JP design §8.3).</summary>
/// <param name="Id">The name used in manifests, lock files and policies.</param>
/// <param name="Meaning">What the grant lets a plugin do, in words for the person who consents.</param>
public sealed record Capability(string Id, string Meaning)
{
    /// <summary>Requests over the network.</summary>
    public const string Network = "network";

    /// <summary>Reading project files.</summary>
    public const string FilesystemRead = "filesystem.read";

    /// <summary>Writing project files.</summary>
    public const string FilesystemWrite = "filesystem.write";

    /// <summary>Running other programs.</summary>
    public const string Subprocess = "subprocess";

    /// <summary>Reading backlog tasks.</summary>
    public const string BacklogRead = "backlog.read";

    /// <summary>Creating and updating backlog tasks.</summary>
    public const string BacklogWrite = "backlog.write";

    /// <summary>Reading environment variables.</summary>
    public const string Environment = "environment";

    /// <summary>Every capability there is, in the order of the design.</summary>
    public static ImmutableArray<Capability> All { get; } =
    [
        new(Network, "Make requests over the network"),
        new(FilesystemRead, "Read the files of this project"),
        new(FilesystemWrite, "Create and change files of this project"),
        new(Subprocess, "Run other programs on this machine"),
        new(BacklogRead, "Read backlog tasks"),
        new(BacklogWrite, "Create backlog tasks and update its own"),
        new(Environment, "Read environment variables"),
    ];

    /// <summary>The capability of that name, or null.</summary>
    public static Capability? Find(string id) => All.FirstOrDefault(c => c.Id == id);
}
