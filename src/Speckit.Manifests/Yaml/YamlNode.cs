using System.Collections.Immutable;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Manifests.Yaml;

/// <summary>A value of a YAML document that knows where it was written. Immutable; an alias is its anchor's own node.</summary>
public abstract class YamlNode
{
    private protected YamlNode(SourceLocation location, string? tag)
    {
        Location = location;
        Tag = tag;
    }

    /// <summary>What sort of node it is.</summary>
    public abstract YamlNodeKind Kind { get; }

    /// <summary>Where it starts. The value of an alias points to its anchor.</summary>
    public SourceLocation Location { get; }

    /// <summary>The tag as resolved by the parser (<c>tag:yaml.org,2002:str</c>, <c>!</c>), or null without one.</summary>
    public string? Tag { get; }
}

/// <summary>What sort of value a <see cref="YamlNode"/> is.</summary>
public enum YamlNodeKind
{
    /// <summary>Text, a number, a truth value or nothing.</summary>
    Scalar,

    /// <summary>A list.</summary>
    Sequence,

    /// <summary>Keys and values, in the order of the file.</summary>
    Mapping,
}

/// <summary>How a scalar is written.</summary>
public enum YamlScalarStyle
{
    /// <summary>Without quotes: the core schema decides its type.</summary>
    Plain,

    /// <summary>In single quotes.</summary>
    SingleQuoted,

    /// <summary>In double quotes.</summary>
    DoubleQuoted,

    /// <summary>A <c>|</c> block.</summary>
    Literal,

    /// <summary>A <c>&gt;</c> block.</summary>
    Folded,
}

/// <summary>A value that is neither a list nor a mapping.</summary>
public sealed class YamlScalar : YamlNode
{
    internal YamlScalar(SourceLocation location, string? tag, string text, YamlScalarStyle style, YamlScalarType type)
        : base(location, tag)
    {
        Text = text;
        Style = style;
        Type = type;
    }

    /// <inheritdoc/>
    public override YamlNodeKind Kind => YamlNodeKind.Scalar;

    /// <summary>The text after quotes, escapes and folding were undone.</summary>
    public string Text { get; }

    /// <summary>How it is written.</summary>
    public YamlScalarStyle Style { get; }

    /// <summary>The type that YAML 1.2's core schema gives it.</summary>
    public YamlScalarType Type { get; }
}

/// <summary>A list.</summary>
public sealed class YamlSequence : YamlNode
{
    internal YamlSequence(SourceLocation location, string? tag, ImmutableArray<YamlNode> items)
        : base(location, tag) => Items = items;

    /// <inheritdoc/>
    public override YamlNodeKind Kind => YamlNodeKind.Sequence;

    /// <summary>The items in order.</summary>
    public ImmutableArray<YamlNode> Items { get; }
}

/// <summary>Keys and values.</summary>
public sealed class YamlMapping : YamlNode
{
    private readonly Dictionary<string, YamlEntry> _byKey;

    internal YamlMapping(SourceLocation location, string? tag, ImmutableArray<YamlEntry> entries)
        : base(location, tag)
    {
        Entries = entries;
        _byKey = entries.ToDictionary(e => e.Key, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public override YamlNodeKind Kind => YamlNodeKind.Mapping;

    /// <summary>The entries in the order of the file; no key occurs twice.</summary>
    public ImmutableArray<YamlEntry> Entries { get; }

    /// <summary>The entry of that key, or null.</summary>
    public YamlEntry? Find(string key) => _byKey.GetValueOrDefault(key);
}

/// <summary>A key of a mapping and its value.</summary>
/// <param name="Key">The key's text, whatever type the core schema would give it.</param>
/// <param name="KeyLocation">Where the key starts.</param>
/// <param name="Value">The value.</param>
public sealed record YamlEntry(string Key, SourceLocation KeyLocation, YamlNode Value);
