using Speckit.Manifests.Model;

namespace Speckit.Host.Locking;

/// <summary>A plugin in a lock file: as text, as value, or as both. Of a thousand plugins a command looks at few; the others are copied as
/// text from the old file to the new one.</summary>
internal sealed class LockedEntry
{
    private ReadOnlyMemory<byte> _text;
    private LockedPlugin? _value;

    private LockedEntry(PluginName name, ReadOnlyMemory<byte> text, LockedPlugin? value)
    {
        Name = name;
        _text = text;
        _value = value;
    }

    internal PluginName Name { get; }

    /// <summary>The plugin; decoded when it is looked at first.</summary>
    internal LockedPlugin Value => _value ??= LockFileReader.ReadEntry(this);

    /// <summary>The entry as <see cref="LockFileWriter"/> writes it, from its indentation to its closing brace.</summary>
    internal ReadOnlyMemory<byte> Text
    {
        get
        {
            if (_text.IsEmpty)
            {
                _text = LockFileWriter.TextOf(Name, Value);
            }

            return _text;
        }
    }

    /// <summary>Whether it needs other plugins; told without decoding it.</summary>
    internal bool NeedsOthers =>
        _value is { } value ? !value.Requires.IsEmpty : !_text.Span.EndsWith(CanonicalLockText.NothingRequired);

    internal static LockedEntry Of(PluginName name, LockedPlugin value) => new(name, default, value);

    /// <summary>An entry from a text that <see cref="CanonicalLockText"/> recognised.</summary>
    internal static LockedEntry Recognised(PluginName name, ReadOnlyMemory<byte> text) => new(name, text, null);
}
