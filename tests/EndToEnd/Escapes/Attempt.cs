using System.Collections.Immutable;

namespace Speckit.EndToEnd.Escapes;

/// <summary>One attempt of a hostile plugin.</summary>
/// <param name="Plugin">Which hostile plugin makes it; what it was granted is in <see cref="HostilePlugins"/>.</param>
/// <param name="Name">The attempt's name in the plugin's table.</param>
internal sealed record Attempt(string Plugin, string Name)
{
    /// <summary>What may become of the plugin itself.</summary>
    internal Fate Fate { get; init; } = Fate.Answers;

    /// <summary>The action of an audit line that must tell that it was refused; null where the host cannot see it.</summary>
    internal string? Refused { get; init; }

    /// <summary>Steps that the tier <c>restricted</c> cannot refuse, and the full one does: the guide says why.</summary>
    internal ImmutableArray<string> OpenInRestrictedTier { get; init; } = [];

    /// <summary>It is tried in the tier <c>restricted</c> as well.</summary>
    internal bool InRestrictedTier { get; init; }
}

/// <summary>What may become of a plugin that made an attempt.</summary>
internal enum Fate
{
    /// <summary>It goes on, and says what it got.</summary>
    Answers,

    /// <summary>It may be ended for it: by the kernel's filter, by a limit, or because it broke the protocol.</summary>
    MayEnd,

    /// <summary>It must be ended for it, and the command fail.</summary>
    Ends,
}
