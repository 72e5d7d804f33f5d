using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Speckit.Manifests.Model;

/// <summary>A plugin's name: <c>[@scope/]name</c>, each part <c>[a-z0-9][a-z0-9._-]*</c> (decisions, 3).</summary>
public sealed record PluginName : IComparable<PluginName>
{
    /// <summary>The longest name accepted, in characters; also npm's limit.</summary>
    public const int MaxLength = 214;

    private static readonly SearchValues<char> PartCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789._-"
    );

    private readonly string _text;

    private PluginName(string? scope, string name, string text)
    {
        Scope = scope;
        Name = name;
        _text = text;
    }

    /// <summary>The scope without <c>@</c>, or null.</summary>
    public string? Scope { get; }

    /// <summary>The name without its scope.</summary>
    public string Name { get; }

    /// <summary>The path below <c>.specify/plugins/</c>, with forward slashes: <c>name</c> or <c>@scope/name</c>.</summary>
    public string RelativePath => ToString();

    /// <summary>The stem of archive file names: <c>name</c> or <c>scope-name</c>.</summary>
    public string ArchiveStem => Scope is null ? Name : $"{Scope}-{Name}";

    /// <summary>Reads a name.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PluginName? name)
    {
        name = null;
        if (string.IsNullOrEmpty(text) || text.Length > MaxLength)
        {
            return false;
        }

        string? scope = null;
        var rest = text;
        if (text[0] == '@')
        {
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0)
            {
                return false;
            }

            scope = text[1..slash];
            rest = text[(slash + 1)..];
        }

        if (!IsPart(rest) || (scope is not null && !IsPart(scope)))
        {
            return false;
        }

        name = new PluginName(scope, rest, text);
        return true;
    }

    /// <summary>Reads a name that is known to be valid.</summary>
    /// <exception cref="FormatException">It is not valid.</exception>
    public static PluginName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"'{text}' is not a plugin name.");

    /// <inheritdoc/>
    public int CompareTo(PluginName? other) => string.CompareOrdinal(_text, other?._text);

    /// <inheritdoc/>
    public bool Equals(PluginName? other) =>
        other is not null && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static bool IsPart(string part) =>
        part.Length > 0
        && char.IsAsciiLetterOrDigit(part[0])
        && part[^1] != '.'
        && part.AsSpan().IndexOfAnyExcept(PartCharacters) < 0;
}
