using Speckit.Manifests.Comparison;
using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;

namespace Speckit.Manifests.Tests.Comparison;

/// <summary>What counts as breaking between two versions of a manifest.</summary>
public sealed class ManifestComparisonTests
{
    private const string Base = """
          commands:
            - name: demo:scan
              description: Scans
              entrypoint: src/a.py:run
              arguments:
                - { name: path, description: Where, required: false }
                - { name: second, description: More }
              options:
                - { name: depth, description: How deep, type: integer }
                - { name: format, description: How }
          agents:
            - { name: helper, description: Helps, persona_file: agents/helper.md }
          hooks:
            - { event: backlog.task.created, handler: "src/a.py:on" }
          workflows:
            - { name: gate, description: Gates, phase: implement, mode: before, entrypoint: "src/a.py:gate" }
        """;

    private const string Schema = """
        config:
          schema:
            type: object
            additionalProperties: false
            required: [level]
            properties:
              level: { type: string, enum: [low, high] }
              count: { type: integer, minimum: 0, maximum: 10 }
              tags: { type: array, items: { type: string } }
        """;

    [Theory]
    [InlineData("name: helper", "name: other", "removes the agent helper")]
    [InlineData("backlog.task.created", "backlog.task.updated", "removes the hook for backlog.task.created")]
    [InlineData("mode: before", "mode: after", "moves the workflow gate from before implement to after implement")]
    [InlineData("phase: implement", "phase: plan", "moves the workflow gate")]
    [InlineData("demo:scan", "demo:look", "removes the command demo:scan")]
    [InlineData(
        "        - { name: format, description: How }",
        "        - { name: style, description: How }",
        "removes the option format"
    )]
    [InlineData("required: false", "required: true", "requires the argument path")]
    [InlineData("type: integer }\n", "type: string, required: true }\n", "requires the option depth")]
    [InlineData(
        "{ name: format, description: How }",
        "{ name: format, description: How, type: boolean }",
        "changes the option format"
    )]
    [InlineData(
        "{ name: format, description: How }",
        "{ name: format, description: How, type: integer }",
        "changes the option format"
    )]
    [InlineData(
        "        - { name: path,",
        "        - { name: first, description: New }\n        - { name: path,",
        "moves the arguments"
    )]
    [InlineData(
        "        - { name: format, description: How }",
        "        - { name: format, description: How }\n        - { name: key, description: Key, required: true }",
        "adds the option key to the command demo:scan, which must be given"
    )]
    public void Compare_BreaksWhatIsProvided_IsMajorAndNamed(string old, string @new, string message)
    {
        Base.ShouldContain(old);
        var changes = Compare(Provides(Base), Provides(Base.Replace(old, @new, StringComparison.Ordinal)));

        changes.ShouldContain(c => c.Weight == ChangeWeight.Major && c.Message.Contains(message));
    }

    [Theory]
    [InlineData("type: integer }\n", "type: string }\n")]
    [InlineData("description: Scans", "description: Scans more")]
    [InlineData("src/a.py:run", "src/b.py:run")]
    public void Compare_UserSeesNoLess_IsNoChange(string old, string @new) =>
        Compare(Provides(Base), Provides(Base.Replace(old, @new, StringComparison.Ordinal))).ShouldBeEmpty();

    [Fact]
    public void Compare_OptionalOptionAndAgentAdded_IsMinor()
    {
        var more = Base.Replace(
                "description: How }",
                "description: How }\n        - { name: quiet, description: Q }",
                StringComparison.Ordinal
            )
            .Replace(
                "  hooks:",
                "    - { name: other, description: O, persona_file: agents/o.md }\n  hooks:",
                StringComparison.Ordinal
            );

        var changes = Compare(Provides(Base), Provides(more));

        changes.Select(c => c.Weight).ShouldBe([ChangeWeight.Minor, ChangeWeight.Minor]);
    }

    [Fact]
    public void Compare_DeclarationsWhereAnythingWasPassedThrough_IsMajor()
    {
        const string Free = "  commands:\n    - { name: a, description: A, entrypoint: \"src/a.py:run\" }\n";
        const string Declared =
            "  commands:\n    - { name: a, description: A, entrypoint: \"src/a.py:run\", options: [{ name: x, description: X }] }\n";

        Compare(Provides(Free), Provides(Declared)).ShouldContain(c => c.Weight == ChangeWeight.Major);
        Compare(Provides(Declared), Provides(Free)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("enum: [low, high]", "enum: [low]", "level may not be \"high\" any more")]
    [InlineData("required: [level]", "required: [level, count]", "count must be given")]
    [InlineData("      tags: { type: array, items: { type: string } }", "", "tags is gone")]
    [InlineData("count: { type: integer", "count: { type: string", "count was integer and is string")]
    [InlineData("maximum: 10", "maximum: 9", "count has maximum 9 instead of 10")]
    [InlineData("minimum: 0", "minimum: 1", "count has minimum 1 instead of 0")]
    [InlineData("items: { type: string }", "items: { type: string, pattern: \"^a\" }", "tags[] has pattern")]
    [InlineData("items: { type: string }", "items: { type: string, enum: [a] }", "tags[] may have certain values only")]
    public void Compare_ConfigurationThatWasValidMayNotBe_IsMajor(string old, string @new, string message)
    {
        Schema.ShouldContain(old);
        var changes = Compare(
            Provides(Base) + Schema + "\n",
            Provides(Base) + Schema.Replace(old, @new, StringComparison.Ordinal) + "\n"
        );

        changes.ShouldContain(c =>
            c.Area == ChangeArea.Configuration && c.Weight == ChangeWeight.Major && c.Message.Contains(message)
        );
    }

    [Theory]
    [InlineData("enum: [low, high]", "enum: [low, high, max]")]
    [InlineData("required: [level]", "required: []")]
    [InlineData("type: integer, minimum: 0", "type: number, minimum: -1")]
    [InlineData("additionalProperties: false", "additionalProperties: true")]
    [InlineData("      tags:", "      more: { type: string }\n      tags:")]
    [InlineData("items: { type: string }", "items: {}")]
    public void Compare_ConfigurationMayBeMore_BreaksNothing(string old, string @new)
    {
        Schema.ShouldContain(old);
        Compare(
                Provides(Base) + Schema + "\n",
                Provides(Base) + Schema.Replace(old, @new, StringComparison.Ordinal) + "\n"
            )
            .ShouldAllBe(c => c.Weight < ChangeWeight.Major);
    }

    [Theory]
    [InlineData(">=0.1.0", "^0.1.0", true)]
    [InlineData(">=0.1.0 <2.0.0", ">=0.1.0", false)]
    [InlineData("^1.2.0 || ^2.0.0", "^2.0.0", true)]
    [InlineData("^2.0.0", "^1.2.0 || ^2.0.0", false)]
    [InlineData("1.x", ">=1.0.0 <2.0.0", false)]
    [InlineData("<=1.5.0", "<1.5.0", true)]
    [InlineData("*", "<3.0.0", true)]
    public void Compare_SpeckitRange_IsNarrowedWhereAReleaseIsLost(string before, string after, bool narrowed) =>
        Compare(Requires($"  speckit: \"{before}\"\n"), Requires($"  speckit: \"{after}\"\n"))
            .Any(c => c.Weight == ChangeWeight.Major && c.Message.Contains("does not run on speckit"))
            .ShouldBe(narrowed);

    [Fact]
    public void Compare_CapabilityAddedAndPlatformDropped_AreMajor()
    {
        var changes = Compare(
            Requires("") + "compatibility:\n  platforms: [linux, macos]\n",
            Requires("  capabilities: [network]\n") + "compatibility:\n  platforms: [linux]\n"
        );

        changes.ShouldContain(c => c.Area == ChangeArea.Capabilities && c.Message.Contains("network"));
        changes.ShouldContain(c => c.Area == ChangeArea.Platforms && c.Message.Contains("macos"));
        changes.ShouldAllBe(c => c.Weight == ChangeWeight.Major);
    }

    internal static PluginManifest Manifest(string sections, string version = "1.0.0")
    {
        var read = ManifestReader.Read(
            "plugin.yaml",
            $"apiVersion: speckit.dev/v1\nkind: Plugin\nmetadata:\n  name: demo\n  version: {version}\n  author: a\n  license: MIT\n  description: D\n"
                + sections
        );
        read.Succeeded.ShouldBeTrue(string.Join("\n", read.Diagnostics) + "\n" + sections);
        return read.Value;
    }

    internal static string Provides(string body) => "provides:\n" + body.TrimEnd('\n') + "\n";

    private static string Requires(string body) =>
        Provides("  agents:\n    - { name: a, description: A, persona_file: agents/a.md }\n")
        + (body.Length == 0 ? "" : "requires:\n" + body);

    private static System.Collections.Immutable.ImmutableArray<ManifestChange> Compare(string before, string after) =>
        ManifestComparison.Compare(Manifest(before), Manifest(after));
}
