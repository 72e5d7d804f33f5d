using System.Collections.Immutable;

namespace Speckit.Host.Configuration.Editing;

/// <summary>Where a value of a YAML text begins and ends, in UTF-16 units.</summary>
/// <param name="Start">Its first character; that of an empty value is where one would be.</param>
/// <param name="End">The one after its last.</param>
internal abstract record Span(int Start, int End);

/// <summary>A scalar or an alias.</summary>
/// <param name="Start"><inheritdoc cref="Span" path="/param[@name='Start']"/></param>
/// <param name="End"><inheritdoc cref="Span" path="/param[@name='End']"/></param>
/// <param name="IsBlock">Whether it is a <c>|</c> or <c>></c> block.</param>
internal sealed record ScalarSpan(int Start, int End, bool IsBlock) : Span(Start, End);

/// <summary>A list.</summary>
/// <param name="Start"><inheritdoc cref="Span" path="/param[@name='Start']"/></param>
/// <param name="End"><inheritdoc cref="Span" path="/param[@name='End']"/></param>
/// <param name="IsFlow">Whether it is written in brackets.</param>
/// <param name="Items">Its items.</param>
internal sealed record SequenceSpan(int Start, int End, bool IsFlow, ImmutableArray<Span> Items) : Span(Start, End);

/// <summary>A map.</summary>
/// <param name="Start"><inheritdoc cref="Span" path="/param[@name='Start']"/></param>
/// <param name="End"><inheritdoc cref="Span" path="/param[@name='End']"/></param>
/// <param name="IsFlow">Whether it is written in braces.</param>
/// <param name="Entries">Its entries in the order of the text.</param>
internal sealed record MappingSpan(int Start, int End, bool IsFlow, ImmutableArray<EntrySpan> Entries)
    : Span(Start, End)
{
    internal EntrySpan? Find(string key) =>
        Entries.FirstOrDefault(e => string.Equals(e.Key, key, StringComparison.Ordinal));
}

/// <summary>A key of a map and its value.</summary>
/// <param name="Key">The key's text.</param>
/// <param name="Start">Where the key begins.</param>
/// <param name="KeyEnd">Where the key ends.</param>
/// <param name="Value">Its value.</param>
internal sealed record EntrySpan(string Key, int Start, int KeyEnd, Span Value);
