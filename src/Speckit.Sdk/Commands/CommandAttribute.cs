namespace Speckit.Sdk;

/// <summary>Names a command.</summary>
/// <param name="name">What the manifest calls it, <c>[namespace:]name</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CommandAttribute(string name) : Attribute
{
    /// <summary>What the manifest calls it.</summary>
    public string Name { get; } = name;

    /// <summary>What it does, in a sentence.</summary>
    public string Description { get; set; } = "";
}
