using System.Diagnostics;
using System.Text;
using Speckit.Workspace.Agents;
using Speckit.Workspace.Backlog;
using Speckit.Workspace.Text;

namespace Speckit.Workspace.Tests.Text;

/// <summary>Random input never crashes a reader, and what a writer wrote is read back.</summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

    private static readonly string[] Parts =
    [
        "---",
        "\n",
        "\r\n",
        "id: TASK-1",
        "title: ",
        "labels:",
        "  - a",
        "- ",
        "[a, b",
        "{",
        "'",
        "\"",
        ": ",
        " #",
        "|-",
        ">+2",
        "&a",
        "*a",
        "!!binary ",
        "<<: ",
        "\t",
        "\u0085",
        "\uFEFF",
        "😀",
        "<!-- SECTION:DESCRIPTION:BEGIN -->",
        "<!-- SECTION:DESCRIPTION:END -->",
        "<!-- AC:BEGIN -->",
        "- [x] #1 x",
        "- [ ] #99999999999 y",
        "<!-- SPECKIT:METADATA:BEGIN -->",
        "- k: {\"a\":[1]}",
        "<!-- SPECKIT:METADATA:END -->",
        "long words that go on and on until the line has to be folded because it is too long for eighty columns",
        " ",
        "  ",
        "x",
    ];

    [Fact]
    public void Read_RandomTaskFiles_NeverThrowsAndKeepsEveryByte() =>
        Run(random =>
        {
            var text = (random.Next(2) == 0 ? "---\nid: TASK-1\n" : "") + Text(random, 30);
            if (TaskFile.Read("f.md", TaskPlace.Active, text).TryGet(out var file))
            {
                file.Text.ShouldBe(text);
                var applied = file.Apply(
                    new TaskChanges
                    {
                        Status = "S",
                        Labels = ["l"],
                        Metadata = PluginMetadata.Of(("k", "v")),
                    },
                    DateTimeOffset.UnixEpoch
                );
                if (applied.TryGet(out var after))
                {
                    after.Task.Status.ShouldBe("S");
                    after.Task.Labels.ShouldBe(["l"]);
                    after.Task.Metadata["k"].GetString().ShouldBe("v");
                    after.Task.Title.ShouldBe(file.Task.Title);
                    after.Task.Description.ShouldBe(file.Task.Description);
                }
            }
        });

    [Theory]
    [InlineData(524807)]
    public void Read_TaskFileThatTheParserMistook_NeverThrows(int seed)
    {
        var random = new Random(seed);
        var text = (random.Next(2) == 0 ? "---\nid: TASK-1\n" : "") + Text(random, 30);

        TaskFile.Read("f.md", TaskPlace.Active, text).Succeeded.ShouldBeFalse();
    }

    [Fact]
    public void Read_WhatRenderWrote_IsTheSame() =>
        Run(random =>
        {
            var config = new BacklogConfig { ProjectName = "x", DefinitionOfDone = ["done"] };
            var task = new NewTask($"t{Text(random, 6)}")
            {
                Description = Text(random, 20),
                Labels = [Text(random, 2).Replace(',', ' ')],
                AcceptanceCriteria = [$"c{Text(random, 3)}", "last"],
                Metadata = PluginMetadata.Of(("k", Text(random, 5)), ("z", "end")),
            };
            var prepared = PreparedTask.From(task, config).Value;

            var read = TaskFile
                .Read("f.md", TaskPlace.Active, prepared.Render("TASK-1", 1, DateTimeOffset.UnixEpoch, config))
                .Value.Task;

            read.Title.ShouldBe(prepared.Title);
            read.Status.ShouldBe("To Do");
            read.Labels.ShouldBe(prepared.Labels);
            read.Description.ShouldBe(prepared.Description);
            read.AcceptanceCriteria.Select(c => c.Text).ShouldBe(prepared.AcceptanceCriteria);
            read.Metadata["k"].GetString().ShouldBe(task.Metadata["k"].GetString());
            read.Metadata.Count.ShouldBe(2);
        });

    [Fact]
    public void Entry_AnyText_IsReadBackByAYamlParser() =>
        Run(random =>
        {
            var value = UntrustedText.SingleLine(Text(random, 12));
            var entry = new FrontMatterEntry("key", JsYaml.Entry("key", value), 1);
            var list = new FrontMatterEntry("key", JsYaml.Entry("key", [value, "x"]), 1);
            var flow = new FrontMatterEntry("key", $"key: {JsYaml.Flow(value)}\n", 1);

            (YamlValue.Read(entry).Value.Scalar ?? "").ShouldBe(value);
            YamlValue.Read(list).Value.Items.ShouldNotBeNull().ShouldBe([value, "x"]);
            (YamlValue.Read(flow).Value.Scalar ?? "").ShouldBe(value);
        });

    [Fact]
    public void Read_RandomLedgers_NeverThrows()
    {
        using var folder = new TemporaryFolder();
        string[] tokens =
        [
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"version\"",
            "1",
            "\"files\"",
            "\"folders\"",
            "null",
            "\".claude\"",
            "\"x\"",
            "{}",
            "[]",
        ];
        Run(random =>
        {
            var json = string.Concat(
                Enumerable.Range(0, random.Next(20)).Select(_ => tokens[random.Next(tokens.Length)])
            );
            AgentFileLedger.Read(folder.Write("l.json", json)).Diagnostics.Length.ShouldBeLessThan(2);
        });
    }

    [Fact]
    public void Render_RandomPersonas_NeverThrowsAndEndsItsFrontMatterOnce() =>
        Run(random =>
        {
            var agent = new Manifests.Model.AgentProvision("a", Text(random, 6), "p.md");
            var rendered = PersonaFile.Render(Manifests.Model.PluginName.Parse("p"), agent, Text(random, 20));
            if (rendered.TryGet(out var file))
            {
                var header = file.Content.Split('\n').TakeWhile((l, i) => i == 0 || l != "---").ToArray();
                header.Skip(1).ShouldAllBe(l => !l.Contains("---"));
                header
                    .Skip(1)
                    .Select(l => l.Split(':')[0])
                    .ShouldBeSubsetOf(["name", "description", "tools", "model", "color"]);
            }
        });

    private static void Run(Action<Random> once)
    {
        var seed = FuzzSeed.Value;
        var watch = Stopwatch.StartNew();
        for (; watch.Elapsed < Budget; seed++)
        {
            try
            {
                once(new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
        }
    }

    private static string Text(Random random, int parts)
    {
        var builder = new StringBuilder();
        for (var i = random.Next(parts + 1); i > 0; i--)
        {
            builder.Append(Parts[random.Next(Parts.Length)]);
            if (random.Next(3) == 0)
            {
                builder.Append('\n');
            }
        }

        return builder.ToString();
    }
}
