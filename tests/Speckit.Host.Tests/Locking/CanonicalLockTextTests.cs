using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Speckit.Host.Locking;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Tests.Locking;

/// <summary>What is recognised and copied against what is parsed and written anew: always the same.</summary>
public sealed class CanonicalLockTextTests
{
    private const int Rounds = 400;
    private const string Likely = "0123456789abcdef{}[]\",: \n\\";

    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] Texts =
    [
        "file:x",
        "path:../some where",
        "https://r.test/plugins/a/versions/1.0.0/download",
        "Zoë Ünal 😀",
        "a \"quoted\" one",
        "back\\slash",
        "tab\tnewline\n",
        "\u007f\u0085\u2028\ufeff",
        "<a href='x'>&+</a>",
        "",
    ];

    [Fact]
    public void Serialize_RandomChanges_IsWhatIsWrittenAnew()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var random = new Random(FuzzSeed.Value + round);
            var file = LockFile.Empty;
            for (var step = 0; step < 12; step++)
            {
                var name = PluginName.Parse(Name(random));
                file = random.Next(4) == 0 ? file.Without(name) : file.With(name, Plugin(random));
                var bytes = LockFileWriter.Serialize(file);

                Encoding.UTF8.GetString(bytes).ShouldBe(Anew(file), $"seed {FuzzSeed.Value + round}, step {step}");

                // The next change copies what this one wrote.
                file = LockFileReader.Parse("x", bytes).Value;
            }
        }
    }

    [Fact]
    public void Recognise_WhatIsWritten_TakesItUnlessItHasEscapes()
    {
        var (taken, left) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var random = new Random(FuzzSeed.Value + round);
            var file = Enumerable
                .Range(0, random.Next(1, 6))
                .Aggregate(LockFile.Empty, (f, _) => f.With(PluginName.Parse(Name(random)), Plugin(random)));
            var bytes = LockFileWriter.Serialize(file);
            var hasEscapes = bytes.AsSpan().Contains((byte)'\\');

            (CanonicalLockText.Recognise(bytes) is null).ShouldBe(hasEscapes, Encoding.UTF8.GetString(bytes));
            _ = hasEscapes ? left++ : taken++;
        }

        Math.Min(taken, left).ShouldBeGreaterThan(Rounds / 10);
    }

    [Fact]
    public void Recognise_AnyDamage_TakesOnlyWhatTheReaderTakesAndMeansTheSame()
    {
        var taken = 0;
        for (var round = 0; round < 40 * Rounds; round++)
        {
            var seed = FuzzSeed.Value + round;
            var random = new Random(seed);
            var file = LockFile
                .Empty.With(PluginName.Parse(Name(random)), Plugin(random))
                .With(PluginName.Parse(Name(random)), Plugin(random));
            var bytes = Damage(random, LockFileWriter.Serialize(file));
            if (CanonicalLockText.Recognise(bytes) is not { } entries)
            {
                continue;
            }

            taken++;
            var parsed = LockFileReader.ParseAny("x", bytes);
            parsed.Succeeded.ShouldBeTrue($"seed {seed}: {Encoding.UTF8.GetString(bytes)}");
            entries.Select(e => e.Name).ShouldBe(parsed.Value.Plugins.Keys, $"seed {seed}");
            foreach (var entry in entries)
            {
                Same(entry.Value, parsed.Value.Plugins[entry.Name]).ShouldBeTrue($"seed {seed}: {entry.Name}");
                entry.NeedsOthers.ShouldBe(!entry.Value.Requires.IsEmpty, $"seed {seed}");
            }

            Encoding.UTF8.GetString(bytes).ShouldBe(Anew(parsed.Value), $"seed {seed}");
        }

        taken.ShouldBeGreaterThan(Rounds);
    }

    private static string Anew(LockFile file)
    {
        var plugins = new JsonObject();
        foreach (var (name, plugin) in file.Plugins)
        {
            var entry = new JsonObject
            {
                ["version"] = plugin.Version.ToString(),
                ["dialect"] = plugin.Dialect == ManifestDialect.Speckit ? "speckit" : "ospec",
                ["resolved"] = plugin.Resolved,
                ["archive"] = plugin.Archive,
                ["tree"] = plugin.Tree,
                ["trust"] = plugin.Trust.ToName(),
                ["signer"] = plugin.Signer,
                ["keyid"] = plugin.KeyId,
                ["capabilities"] = new JsonArray([.. plugin.Capabilities.Select(c => JsonValue.Create(c))]),
                ["enabled"] = plugin.Enabled,
            };
            foreach (var (flag, isSet) in new[] { ("dependency", plugin.Dependency), ("modified", plugin.Modified) })
            {
                if (isSet)
                {
                    entry[flag] = true;
                }
            }

            entry["requires"] = new JsonObject(
                plugin.Requires.Select(r => KeyValuePair.Create(r.Key.ToString(), (JsonNode?)JsonValue.Create(r.Value)))
            );
            plugins[name.ToString()] = entry;
        }

        return new JsonObject { ["lockVersion"] = 1, ["plugins"] = plugins }.ToJsonString(Written) + "\n";
    }

    private static byte[] Damage(Random random, byte[] bytes)
    {
        if (random.Next(4) == 0)
        {
            return bytes;
        }

        var text = bytes.ToList();
        for (var n = random.Next(1, 3); n > 0; n--)
        {
            var place = random.Next(text.Count);
            switch (random.Next(4))
            {
                case 0:
                    text.RemoveAt(place);
                    break;
                case 1:
                    text.Insert(place, (byte)random.Next(256));
                    break;
                case 2:
                    var lines = Encoding.UTF8.GetString([.. text]).Split('\n').ToList();
                    (lines[random.Next(lines.Count)], lines[random.Next(lines.Count)]) = (
                        lines[random.Next(lines.Count)],
                        lines[random.Next(lines.Count)]
                    );
                    text = [.. Encoding.UTF8.GetBytes(string.Join('\n', lines))];
                    break;
                default:
                    text[place] = (byte)Likely[random.Next(Likely.Length)];
                    break;
            }
        }

        return [.. text];
    }

    private static bool Same(LockedPlugin one, LockedPlugin other) =>
        one with
        {
            Capabilities = [],
            Requires = ImmutableSortedDictionary<PluginName, string>.Empty,
            Version = SemanticVersion.Parse("1.0.0"),
        }
            == other with
            {
                Capabilities = [],
                Requires = ImmutableSortedDictionary<PluginName, string>.Empty,
                Version = SemanticVersion.Parse("1.0.0"),
            }
        && one.Version.ToString() == other.Version.ToString()
        && one.Capabilities.SequenceEqual(other.Capabilities)
        && one.Requires.SequenceEqual(other.Requires);

    private static string Name(Random random) => $"{(random.Next(3) == 0 ? "@s/" : "")}{"abcde"[random.Next(5)]}";

    private static LockedPlugin Plugin(Random random)
    {
        var isLink = random.Next(6) == 0;
        var resolved = isLink ? "link:../x" : Texts[random.Next(4)];
        return new LockedPlugin
        {
            Version = SemanticVersion.Parse(
                Pick(
                    random,
                    "1.0.0",
                    "0.10.20",
                    "1.2.3-rc.1",
                    "1.0.0+b.7",
                    "999999999999999.0.0",
                    "9007199254740991.1.1"
                )
            ),
            Dialect = random.Next(2) == 0 ? ManifestDialect.Speckit : ManifestDialect.Ospec,
            Resolved = resolved,
            Archive = isLink ? resolved : Digest(random),
            Tree = isLink ? resolved : Digest(random),
            Trust = (TrustLevel)random.Next(4),
            Signer = random.Next(3) == 0 ? Texts[random.Next(Texts.Length)] : null,
            KeyId = random.Next(3) == 0 ? Digest(random) : null,
            Capabilities = [.. Capability.All.Where(_ => random.Next(4) == 0).Select(c => c.Id)],
            Enabled = random.Next(2) == 0,
            Dependency = random.Next(4) == 0,
            Modified = random.Next(4) == 0,
            Requires = Enumerable
                .Range(0, random.Next(2) * random.Next(4))
                .Select(_ => PluginName.Parse(Name(random)))
                .Distinct()
                .ToImmutableSortedDictionary(n => n, _ => Pick(random, "^1.0.0", ">=1 <2", "*", "1.x || 2.x")),
        };
    }

    private static string Pick(Random random, params string[] texts) => texts[random.Next(texts.Length)];

    private static string Digest(Random random) =>
        "sha256:" + Convert.ToHexStringLower([.. Enumerable.Range(0, 32).Select(_ => (byte)random.Next(256))]);
}
