using System.IO.Compression;
using System.Text;

namespace Speckit.Packaging.Tests.Archives;

/// <summary>Builds tar archives byte by byte, right or wrong.</summary>
public sealed class LyingTar
{
    private readonly List<byte> _bytes = [];

    public static byte[] Manifest { get; } = "apiVersion: speckit.dev/v1\n"u8.ToArray();

    /// <summary>An archive that would be good, had nothing been added to it.</summary>
    public static LyingTar WithManifest() => new LyingTar().File("plugin.yaml", Manifest);

    public LyingTar File(string path, byte[]? content = null, int mode = 0x1A4) =>
        Entry(Encoding.UTF8.GetBytes(path), '0', content ?? "x"u8.ToArray(), mode);

    public LyingTar Directory(string path, int mode = 0x1ED) => Entry(Encoding.UTF8.GetBytes(path), '5', [], mode);

    public LyingTar Entry(string path, char type, string link = "") =>
        Entry(Encoding.UTF8.GetBytes(path), type, [], link: link);

    public LyingTar Entry(byte[] name, char type, byte[] content, int mode = 0x1A4, string link = "") =>
        Header(name, type, content.Length, mode, link).Content(content);

    public LyingTar Pax(params (string Key, string Value)[] records) => PaxRaw('x', Records(records));

    public LyingTar PaxGlobal(params (string Key, string Value)[] records) => PaxRaw('g', Records(records));

    public LyingTar PaxRaw(char type, byte[] data) => Entry("PaxHeader"u8.ToArray(), type, data);

    public LyingTar LongName(byte[] name) => Entry("././@LongLink"u8.ToArray(), 'L', name);

    public LyingTar Raw(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>A header whose size need not be that of what follows. The last step may spoil the block after, or before, the checksum.</summary>
    public LyingTar Header(
        byte[] name,
        char type,
        long size,
        int mode = 0x1A4,
        string link = "",
        Action<byte[]>? before = null,
        Action<byte[]>? after = null,
        bool gnu = false
    )
    {
        var block = new byte[512];
        name.AsSpan(0, Math.Min(100, name.Length)).CopyTo(block);
        Text(block, 100, Convert.ToString(mode, 8).PadLeft(7, '0'));
        Text(block, 108, "0001750");
        Text(block, 116, "0001750");
        Text(block, 124, Convert.ToString(size, 8).PadLeft(11, '0'));
        Text(block, 136, "14371573415");
        block[156] = (byte)type;
        Text(block, 157, link);
        Text(block, 257, gnu ? "ustar  \0" : "ustar\000");
        Text(block, 265, "somebody");
        before?.Invoke(block);
        Text(block, 148, "        ");
        var sum = block.Sum(b => b);
        Text(block, 148, Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ");
        after?.Invoke(block);
        return Raw(block);
    }

    public LyingTar Content(byte[] content)
    {
        Raw(content);
        return Raw(new byte[(512 - (content.Length % 512)) % 512]);
    }

    public byte[] Unfinished() => _bytes.ToArray();

    public byte[] Tar() => [.. _bytes, .. new byte[1024]];

    public byte[] Gz() => Compress(Tar());

    public static byte[] Compress(byte[] tar)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
        {
            gzip.Write(tar);
        }

        return target.ToArray();
    }

    public static byte[] Records(params (string Key, string Value)[] records)
    {
        var all = new List<byte>();
        foreach (var (key, value) in records)
        {
            var rest = Encoding.UTF8.GetBytes($" {key}={value}\n");
            var length = rest.Length + 1;
            while (length != rest.Length + $"{length}".Length)
            {
                length++;
            }

            all.AddRange([.. Encoding.ASCII.GetBytes($"{length}"), .. rest]);
        }

        return [.. all];
    }

    private static void Text(byte[] block, int at, string text) => Encoding.Latin1.GetBytes(text).CopyTo(block, at);
}
