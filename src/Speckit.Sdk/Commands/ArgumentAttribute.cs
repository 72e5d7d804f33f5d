namespace Speckit.Sdk;

/// <summary>A positional argument: a string, bool, whole or floating number, enumeration, or as the last one an array of these.</summary>
/// <param name="position">Its place, from 0.</param>
/// <param name="name">What messages call it.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ArgumentAttribute(int position, string name) : Attribute
{
    /// <summary>Its place, from 0.</summary>
    public int Position { get; } = position;

    /// <summary>What messages call it.</summary>
    public string Name { get; } = name;

    /// <summary>What it is for.</summary>
    public string Help { get; set; } = "";

    /// <summary>Whether it must be given. True unless told, or <see cref="Default"/> is set, or the property is an array or <see cref="Nullable{T}"/>.</summary>
    public bool Required { get; set; } = true;

    /// <summary>The value when it is not given.</summary>
    public object? Default { get; set; }
}
