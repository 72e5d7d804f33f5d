using System.Diagnostics;
using System.IO.Compression;
using Speckit.Packaging.Archives;

namespace Speckit.Packaging.Tests.Archives;

public sealed class PackageFuzzTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

    private static readonly ArchiveLimits Small = new()
    {
        MaxExtractedBytes = 1 << 20,
        MaxMemberBytes = 1 << 18,
        MaxEntries = 100,
    };

    [Fact]
    public void Inspect_DamagedArchives_AnswersAndNeverThrows() =>
        Loop(random =>
        {
            var archive = Seed(random).Gz();
            Damage(archive, random, 0);
            return archive;
        });

    [Fact]
    public void Inspect_DamagedTars_AnswersAndNeverThrows() =>
        Loop(random =>
        {
            var tar = Seed(random).Tar();
            Damage(tar, random, 0);
            if (random.Next(2) == 0)
            {
                FixChecksums(tar);
            }

            return LyingTar.Compress(tar);
        });

    [Fact]
    public void Inspect_RandomDeflateData_AnswersAndNeverThrows() =>
        Loop(random =>
        {
            var archive = new byte[10 + random.Next(600)];
            random.NextBytes(archive);
            ((byte[])[0x1f, 0x8b, 8, 0]).CopyTo(archive, 0);
            if (archive.Length > 10)
            {
                // Dynamic trees, where decoders go wrong.
                archive[10] = (byte)((archive[10] & 0xF8) | 5);
            }

            return archive;
        });

    private static void Loop(Func<Random, byte[]> make)
    {
        var seed = FuzzSeed.Value;
        var watch = Stopwatch.StartNew();
        for (var round = 0; watch.Elapsed < Budget; round++)
        {
            var archive = make(new Random(seed + round));
            try
            {
                using var stream = new MemoryStream(archive);
                var result = PackageReader.Inspect(stream, Small);
                if (result.Succeeded)
                {
                    SeesTheSame(archive);
                }
                else
                {
                    result.Diagnostics.Single().Code.ShouldStartWith("SPK20");
                }
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed + round}: {Convert.ToHexString(archive)}", exception);
            }
        }
    }

    // What is accepted must mean the same to another decoder.
    private static void SeesTheSame(byte[] archive)
    {
        using var ours = new SourceBytes(new MemoryStream(archive), long.MaxValue, CancellationToken.None);
        using var gzip = new GzipReader(ours, ArchiveLimits.Default);
        using var other = new GZipStream(new MemoryStream(archive), CompressionMode.Decompress);
        using var expected = new MemoryStream();
        other.CopyTo(expected);
        var actual = new byte[expected.Length + 1];
        var length = 0;
        while (gzip.Read(actual, length, actual.Length - length) is > 0 and var read)
        {
            length += read;
        }

        actual.AsSpan(0, length).SequenceEqual(expected.ToArray()).ShouldBeTrue();
    }

    private static LyingTar Seed(Random random) =>
        LyingTar
            .WithManifest()
            .Directory("src/")
            .File("src/a.txt", HostileArchives.Noise(random.Next(2000)))
            .Pax(("path", "src/" + new string('p', 120)), ("size", "5"))
            .File("x", "12345"u8.ToArray())
            .LongName([.. "src/gnu"u8, 0])
            .File("y");

    private static void Damage(byte[] bytes, Random random, int from)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            bytes[random.Next(from, bytes.Length)] = random.Next(3) switch
            {
                0 => 0,
                1 => 0xFF,
                _ => (byte)random.Next(256),
            };
        }
    }

    private static void FixChecksums(byte[] tar)
    {
        for (var at = 0; at + 512 <= tar.Length; at += 512)
        {
            var block = tar.AsSpan(at, 512);
            if (block.Slice(257, 5).SequenceEqual("ustar"u8))
            {
                block.Slice(148, 8).Fill((byte)' ');
                var sum = 0;
                foreach (var value in block)
                {
                    sum += value;
                }

                System
                    .Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ")
                    .CopyTo(block[148..]);
            }
        }
    }
}
