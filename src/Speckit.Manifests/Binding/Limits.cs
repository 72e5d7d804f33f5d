namespace Speckit.Manifests.Binding;

/// <summary>The longest texts accepted, in characters: what lists, terminals and databases can show.</summary>
internal static class Limits
{
    /// <summary>Names of commands, agents and the like.</summary>
    public const int Name = 64;

    /// <summary>Descriptions, addresses and other lines.</summary>
    public const int Line = 2048;

    /// <summary>Paths inside a package.</summary>
    public const int Path = 1024;
}
