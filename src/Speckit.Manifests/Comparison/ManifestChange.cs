namespace Speckit.Manifests.Comparison;

/// <summary>One difference between two versions of a manifest, as their users see it.</summary>
/// <param name="Area">What part of the manifest it is in.</param>
/// <param name="Weight">The least part of the version number that has to grow for it (JP design §11.1).</param>
/// <param name="Message">What changed, as the end of a sentence about the new version: "removes the command x".</param>
public sealed record ManifestChange(ChangeArea Area, ChangeWeight Weight, string Message)
{
    /// <summary>Whether something is gone that was not announced as deprecated before.</summary>
    public bool IsUnannouncedRemoval { get; init; }
}

/// <summary>How much a change weighs, or how far a version number grew.</summary>
public enum ChangeWeight
{
    /// <summary>Nothing that users see.</summary>
    Patch,

    /// <summary>Something more, and nothing less.</summary>
    Minor,

    /// <summary>What worked before may not work any more.</summary>
    Major,
}

/// <summary>The parts of a manifest that are compared.</summary>
public enum ChangeArea
{
    /// <summary>What it provides.</summary>
    Provides,

    /// <summary>The arguments and options of its commands.</summary>
    Parameters,

    /// <summary>The schema of its configuration.</summary>
    Configuration,

    /// <summary>What it asks to be granted.</summary>
    Capabilities,

    /// <summary>The platforms it runs on.</summary>
    Platforms,

    /// <summary>What it needs.</summary>
    Requires,
}
