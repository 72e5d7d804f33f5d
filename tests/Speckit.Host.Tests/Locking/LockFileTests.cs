using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Speckit.Host.Locking;
using Speckit.Manifests.Model;
using Speckit.Manifests.Versions;
using Speckit.Packaging.Trust;

namespace Speckit.Host.Tests.Locking;

public sealed class LockFileTests
{
    [Fact]
    public void Read_NoFile_IsEmpty()
    {
        LockFileReader
            .Read(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "x"))
            .Value.Plugins.ShouldBeEmpty();
    }

    [Fact]
    public void Read_Folder_IsAnError() =>
        LockFileReader.Read(Path.GetTempPath()).Diagnostics[0].Code.ShouldBe("SPK5002");

    [Fact]
    public void Serialize_ThenParse_GivesTheSame()
    {
        var plugins =
            from name in Gen.Elements("a", "b-c", "@s/a", "@s/z.z")
            from version in Gen.Elements("1.0.0", "0.0.1-rc.1", "2.3.4+build")
            from resolved in ArbMap.Default.GeneratorFor<NonNull<string>>()
            from trust in Gen.Elements(Enum.GetValues<TrustLevel>())
            from signer in ArbMap.Default.GeneratorFor<string>()
            from capabilities in Gen.SubListOf(Capability.All.Select(c => c.Id))
            from enabled in ArbMap.Default.GeneratorFor<bool>()
            select (
                name,
                plugin: Locked(version, Clean(resolved.Get), trust, Clean(signer), [.. capabilities], enabled)
            );
        Prop.ForAll(
                plugins.ListOf().ToArbitrary(),
                list =>
                {
                    var file = list.Aggregate(LockFile.Empty, (f, p) => f.With(PluginName.Parse(p.name), p.plugin));
                    var bytes = LockFileWriter.Serialize(file);
                    var read = LockFileReader.Parse("x", bytes).Value;
                    return read.Plugins.Keys.SequenceEqual(file.Plugins.Keys)
                        && LockFileWriter.Serialize(read).AsSpan().SequenceEqual(bytes);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Serialize_WhateverTheOrder_GivesTheSameBytes()
    {
        var plugin = Locked("1.0.0", "file:x", TrustLevel.Unsigned, null, [], false);
        var one = LockFile.Empty.With(PluginName.Parse("a"), plugin).With(PluginName.Parse("b"), plugin);
        var other = LockFile.Empty.With(PluginName.Parse("b"), plugin).With(PluginName.Parse("a"), plugin);

        LockFileWriter.Serialize(one).ShouldBe(LockFileWriter.Serialize(other));
        Encoding
            .UTF8.GetString(LockFileWriter.Serialize(one))
            .ShouldStartWith("{\n  \"lockVersion\": 1,\n  \"plugins\": {\n    \"a\"");
        LockFileWriter.Serialize(one)[^1].ShouldBe((byte)'\n');
    }

    public static TheoryData<string, string> Malformed =>
        new()
        {
            { "$.lockVersion", "2" },
            { "$.lockVersion", "\"1\"" },
            { "$.lockVersion", "1.5" },
            { "$.plugins", "[]" },
            { "$.more", "1" },
            { "$.plugins.Not-A-Name", "{}" },
            { "$.plugins.tool", "[]" },
            { "$.plugins.tool.more", "1" },
            { "$.plugins.tool.version", "\"one\"" },
            { "$.plugins.tool.version", "1" },
            { "$.plugins.tool.dialect", "\"klingon\"" },
            { "$.plugins.tool.resolved", "null" },
            { "$.plugins.tool.archive", "\"md5:1\"" },
            { "$.plugins.tool.tree", "\"sha256:xyz\"" },
            { "$.plugins.tool.trust", "\"blind\"" },
            { "$.plugins.tool.signer", "1" },
            { "$.plugins.tool.keyid", "{}" },
            { "$.plugins.tool.capabilities", "\"network\"" },
            { "$.plugins.tool.capabilities", "[1]" },
            { "$.plugins.tool.capabilities", "[\"everything\"]" },
            { "$.plugins.tool.enabled", "\"true\"" },
            { "$.plugins.tool.requires", "[]" },
            { "$.plugins.tool.requires.Bad!", "\"1\"" },
            { "$.plugins.tool.requires.x", "1" },
        };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Parse_MalformedValue_IsRefusedWithItsPlace(string path, string value)
    {
        var root = Valid();
        var keys = path.Split('.')[1..];
        var parent = keys[..^1].Aggregate(root, (node, key) => node[key]!);
        parent[keys[^1]] = JsonNode.Parse(value);

        var problem = Parse(root.ToJsonString()).ShouldNotBeNull();

        problem.Code.ShouldBe("SPK5002");
        problem.Location.ShouldNotBeNull().ToString().ShouldStartWith("lock.json:");
        problem.Hint.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("lockVersion")]
    [InlineData("plugins")]
    public void Parse_MissingRootKey_IsRefused(string key)
    {
        var root = Valid();
        root.AsObject().Remove(key);

        Parse(root.ToJsonString())!.Message.ShouldContain($"'{key}' is missing");
    }

    [Fact]
    public void Parse_MissingPluginKey_IsRefusedUnlessOptional()
    {
        foreach (var key in LockFileWriter.PluginKeys)
        {
            var root = Valid();
            root["plugins"]!["tool"]!.AsObject().Remove(key);

            var problem = Parse(root.ToJsonString());

            (problem is null).ShouldBe(key is "signer" or "keyid" or "dependency" or "modified", key);
        }
    }

    [Fact]
    public void Parse_NewerVersion_SaysSo() =>
        Parse("""{"lockVersion":2,"plugins":{},"new":1}""")!
            .Message.ShouldContain("a newer Speckit may have written it");

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"lockVersion":1,"lockVersion":1,"plugins":{}}""")]
    [InlineData("""{"lockVersion":1,"plugins":{"a\ud800":{}}}""")]
    [InlineData("""{"lockVersion":1,"plugins":{"a":{"version":"\udc00"}}}""")]
    public void Parse_BrokenText_IsRefused(string text) => Parse(text).ShouldNotBeNull().Code.ShouldBe("SPK5002");

    [Theory]
    [InlineData("\"enabled\":true", "\"enabled\":true,\"enabled\":false")]
    [InlineData("\"x\":\"^1\"", "\"x\":\"^1\",\"x\":\"^2\"")]
    [InlineData("\"tool\":{", "\"tool\":{},\"tool\":{")]
    public void Parse_RepeatedKey_IsRefused(string key, string twice)
    {
        var text = Valid().ToJsonString();
        text.ShouldContain(key);

        Parse(text.Replace(key, twice)).ShouldNotBeNull();
    }

    [Fact]
    public void Parse_AnyDamage_NeverThrows()
    {
        var seed = FuzzSeed.Value;
        var random = new System.Random(seed);
        var valid = LockFileWriter.Serialize(
            LockFile.Empty.With(
                PluginName.Parse("tool"),
                Locked("1.0.0", "file:x", TrustLevel.SelfSigned, "me", [], true)
            )
        );
        for (var i = 0; i < 5000; i++)
        {
            var bytes = valid.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Should.NotThrow(
                () => LockFileReader.Parse("x", bytes.AsMemory(0, random.Next(bytes.Length + 1))),
                $"seed {seed}, round {i}"
            );
        }
    }

    [Fact]
    public void DependentsOf_NamesThoseThatNeedIt()
    {
        var needs = Locked("1.0.0", "x", TrustLevel.Unsigned, null, [], true) with
        {
            Requires = ImmutableSortedDictionary<PluginName, string>.Empty.Add(PluginName.Parse("a"), "^1"),
        };
        var file = LockFile
            .Empty.With(
                PluginName.Parse("a"),
                needs with
                {
                    Requires = ImmutableSortedDictionary<PluginName, string>.Empty,
                }
            )
            .With(PluginName.Parse("b"), needs);

        file.DependentsOf(PluginName.Parse("a")).ShouldBe([PluginName.Parse("b")]);
        file.DependentsOf(PluginName.Parse("b")).ShouldBeEmpty();
    }

    private static Manifests.Diagnostics.Diagnostic? Parse(string text)
    {
        var read = LockFileReader.Parse("lock.json", Encoding.UTF8.GetBytes(text));
        return read.Succeeded ? null : read.Diagnostics[0];
    }

    private static JsonNode Valid()
    {
        var plugin = Locked("1.0.0", "file:x", TrustLevel.SelfSigned, "me", ["network"], true) with
        {
            Requires = ImmutableSortedDictionary<PluginName, string>.Empty.Add(PluginName.Parse("x"), "^1"),
        };
        return JsonNode.Parse(LockFileWriter.Serialize(LockFile.Empty.With(PluginName.Parse("tool"), plugin)))!;
    }

    private static string Clean(string? text) =>
        text is null ? "" : new string([.. text.Where(c => !char.IsSurrogate(c))]);

    private static LockedPlugin Locked(
        string version,
        string resolved,
        TrustLevel trust,
        string? signer,
        ImmutableArray<string> capabilities,
        bool enabled
    ) =>
        new()
        {
            Version = SemanticVersion.Parse(version),
            Dialect = ManifestDialect.Ospec,
            Resolved = resolved,
            Archive = "sha256:" + new string('a', 64),
            Tree = "sha256:" + new string('b', 64),
            Trust = trust,
            Signer = signer,
            Capabilities = capabilities,
            Enabled = enabled,
        };
}
