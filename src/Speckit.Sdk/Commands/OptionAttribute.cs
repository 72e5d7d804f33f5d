namespace Speckit.Sdk;

/// <summary>An option: a string, bool (a flag), whole or floating number, enumeration, or an array of these (given several times).</summary>
/// <param name="name">Its name, with or without the leading dashes.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string name) : Attribute
{
    /// <summary>Its name without dashes.</summary>
    public string Name { get; } = name.TrimStart('-');

    /// <summary>What it is for.</summary>
    public string Help { get; set; } = "";

    /// <summary>Whether it must be given; false unless told.</summary>
    public bool Required { get; set; }

    /// <summary>The value when it is not given; the property's own initial value when this is null.</summary>
    public object? Default { get; set; }
}
