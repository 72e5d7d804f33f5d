using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Digests;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Locking;

/// <summary>Recognises lock files that are, byte by byte, what <see cref="LockFileWriter"/> writes: nearly all. Their entries need not be decoded
/// to be checked or written again. What it takes, <see cref="LockFileReader"/> takes with the same meaning; everything else it leaves to it.</summary>
internal ref struct CanonicalLockText
{
    private const int MaxSafeDigits = 15;

    private static readonly SearchValues<byte> Plain = SearchValues.Create([
        .. Enumerable.Range(0x20, 0x7F - 0x20).Select(b => (byte)b).Where(b => b is not ((byte)'"' or (byte)'\\')),
    ]);

    private readonly ReadOnlyMemory<byte> _file;
    private ReadOnlySpan<byte> _rest;

    private CanonicalLockText(ReadOnlyMemory<byte> file)
    {
        _file = file;
        _rest = file.Span;
    }

    /// <summary>What comes before the first entry of a lock file that has any.</summary>
    internal static ReadOnlySpan<byte> Head => "{\n  \"lockVersion\": 1,\n  \"plugins\": {"u8;

    /// <summary>What comes after the last entry.</summary>
    internal static ReadOnlySpan<byte> Tail => "\n  }\n}\n"u8;

    /// <summary>How the entry of a plugin that needs no other ends.</summary>
    internal static ReadOnlySpan<byte> NothingRequired => "\n      \"requires\": {}\n    }"u8;

    /// <summary>The entries of a lock file, or null where it is not written in just that way or anything in it is not right.</summary>
    internal static LockedEntry[]? Recognise(ReadOnlyMemory<byte> file)
    {
        var text = new CanonicalLockText(file);
        if (!text.Take(Head))
        {
            return null;
        }

        var entries = new List<LockedEntry>(file.Length / 400);
        do
        {
            if (!text.Take("\n"u8) || text.TakeEntry(entries.Count == 0 ? null : entries[^1].Name) is not { } entry)
            {
                return null;
            }

            entries.Add(entry);
        } while (text.Take(","u8));
        return text.Take(Tail) && text._rest.IsEmpty ? [.. entries] : null;
    }

    private LockedEntry? TakeEntry(PluginName? before)
    {
        var start = _file.Length - _rest.Length;
        return
            TakeText("    \""u8, out var name)
            && PluginName.TryParse(Encoding.UTF8.GetString(name), out var parsed)
            && (before is null || before.CompareTo(parsed) < 0)
            && Take(": {\n"u8)
            && TakeOrigin()
            && TakeGrant()
            ? LockedEntry.Recognised(parsed, _file[start..(_file.Length - _rest.Length)])
            : null;
    }

    private bool TakeOrigin() =>
        TakeText("      \"version\": \""u8, out var version)
        && IsVersion(version)
        && TakeText(",\n      \"dialect\": \""u8, out var dialect)
        && (dialect.SequenceEqual("speckit"u8) || dialect.SequenceEqual("ospec"u8))
        && TakeText(",\n      \"resolved\": \""u8, out var resolved)
        && TakeText(",\n      \"archive\": \""u8, out var archive)
        && IsDigest(archive, resolved)
        && TakeText(",\n      \"tree\": \""u8, out var tree)
        && IsDigest(tree, resolved)
        && TakeText(",\n      \"trust\": \""u8, out var trust)
        && IsTrust(trust)
        && TakeOptionalText(",\n      \"signer\": "u8)
        && TakeOptionalText(",\n      \"keyid\": "u8);

    private bool TakeGrant()
    {
        if (!TakeCapabilities() || !Take(",\n      \"enabled\": "u8) || !(Take("true"u8) || Take("false"u8)))
        {
            return false;
        }

        _ = Take(",\n      \"dependency\": true"u8);
        _ = Take(",\n      \"modified\": true"u8);
        return TakeRequires() && Take("\n    }"u8);
    }

    private bool TakeCapabilities()
    {
        if (Take(",\n      \"capabilities\": []"u8))
        {
            return true;
        }

        if (!Take(",\n      \"capabilities\": ["u8))
        {
            return false;
        }

        do
        {
            if (!TakeText("\n        \""u8, out var capability) || !IsCapability(capability))
            {
                return false;
            }
        } while (Take(","u8));
        return Take("\n      ]"u8);
    }

    private bool TakeRequires()
    {
        if (Take(",\n      \"requires\": {}"u8))
        {
            return true;
        }

        if (!Take(",\n      \"requires\": {"u8))
        {
            return false;
        }

        PluginName? before = null;
        do
        {
            if (
                !TakeText("\n        \""u8, out var text)
                || !PluginName.TryParse(Encoding.UTF8.GetString(text), out var name)
                || (before is not null && before.CompareTo(name) >= 0)
                || !TakeText(": \""u8, out _)
            )
            {
                return false;
            }

            before = name;
        } while (Take(","u8));
        return Take("\n      }"u8);
    }

    private bool TakeOptionalText(ReadOnlySpan<byte> before) =>
        Take(before) && (Take("null"u8) || TakeText("\""u8, out _));

    /// <summary>A text that is written without any escapes.</summary>
    /// <param name="before">What is before it, with its opening quote.</param>
    /// <param name="text">What is between the quotes.</param>
    private bool TakeText(ReadOnlySpan<byte> before, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!Take(before))
        {
            return false;
        }

        var end = _rest.IndexOfAnyExcept(Plain);
        if (end >= 0 && _rest[end] > 0x7F)
        {
            end = _rest.IndexOf((byte)'"');
            if (
                end >= 0
                && JavaScriptEncoder.UnsafeRelaxedJsonEscaping.FindFirstCharacterToEncodeUtf8(_rest[..end]) >= 0
            )
            {
                return false;
            }
        }

        if (end < 0 || _rest[end] != (byte)'"')
        {
            return false;
        }

        text = _rest[..end];
        _rest = _rest[(end + 1)..];
        return true;
    }

    private bool Take(ReadOnlySpan<byte> literal)
    {
        if (!_rest.StartsWith(literal))
        {
            return false;
        }

        _rest = _rest[literal.Length..];
        return true;
    }

    /// <summary>The plain ones, three short numbers, are seen at a glance.</summary>
    private static bool IsVersion(ReadOnlySpan<byte> text)
    {
        var rest = text;
        if (
            TakeNumber(ref rest)
            && TakeDot(ref rest)
            && TakeNumber(ref rest)
            && TakeDot(ref rest)
            && TakeNumber(ref rest)
        )
        {
            if (rest.IsEmpty)
            {
                return true;
            }
        }

        var whole = Encoding.UTF8.GetString(text);
        return SemanticVersion.TryParse(whole, out var version) && version.ToString() == whole;
    }

    private static bool TakeNumber(ref ReadOnlySpan<byte> rest)
    {
        var length = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        length = length < 0 ? rest.Length : length;
        if (length is 0 or > MaxSafeDigits || (length > 1 && rest[0] == '0'))
        {
            return false;
        }

        rest = rest[length..];
        return true;
    }

    private static bool TakeDot(ref ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || rest[0] != (byte)'.')
        {
            return false;
        }

        rest = rest[1..];
        return true;
    }

    /// <summary>A linked folder has no digest: its place stands for it.</summary>
    private static bool IsDigest(ReadOnlySpan<byte> text, ReadOnlySpan<byte> resolved) =>
        resolved.StartsWith("link:"u8) ? text.SequenceEqual(resolved) : Sha256Digest.IsDigest(text);

    private static bool IsTrust(ReadOnlySpan<byte> text)
    {
        foreach (var name in TrustLevels.Names)
        {
            if (Ascii.Equals(text, name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCapability(ReadOnlySpan<byte> text)
    {
        foreach (var capability in Capability.All)
        {
            if (Ascii.Equals(text, capability.Id))
            {
                return true;
            }
        }

        return false;
    }
}
