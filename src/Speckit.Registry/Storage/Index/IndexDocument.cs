using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using Speckit.Packaging.Contracts;

namespace Speckit.Registry.Storage.Index;

/// <summary>One plugin's index file, ready to be sent.</summary>
internal sealed class IndexDocument
{
    private IndexDocument(byte[] body)
    {
        Body = body;
        ETagText = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"";
        ETag = ETagText;
    }

    /// <summary>The bytes: JSON Lines.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The strong entity tag of the bytes.</summary>
    public string ETagText { get; }

    /// <summary>The entity tag as a header value.</summary>
    public StringValues ETag { get; }

    /// <summary>The file of some lines.</summary>
    public static IndexDocument Of(ImmutableArray<IndexEntry> entries)
    {
        var text = new StringBuilder();
        foreach (var entry in entries)
        {
            text.Append(IndexLine.Write(entry)).Append('\n');
        }

        return new(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
