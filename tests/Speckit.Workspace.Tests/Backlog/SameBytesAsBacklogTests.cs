using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Speckit.Workspace.Backlog;
using Speckit.Workspace.Tests.RealTools;

namespace Speckit.Workspace.Tests.Backlog;

/// <summary>For the same values, the same file name and the same bytes as the real tool writes.</summary>
public sealed partial class SameBytesAsBacklogTests
{
    public static readonly ImmutableArray<string> Titles =
    [
        "Plain title",
        "Add OAuth: \"Login\" / flow?",
        "it's a 'quoted' title",
        "'single'",
        "\"double\"",
        "# hash first",
        "hash # inside",
        "hash#glued",
        "- dash",
        "-dash",
        "---",
        "--- a: b",
        "? question",
        "a ? b",
        ": colon",
        "colon: inside",
        "colon:glued",
        "trailing colon:",
        "[a, b]",
        "{a: b}",
        "a, b",
        "& anchor",
        "&anchor",
        "* alias",
        "*bold* text",
        "! tag",
        "| pipe",
        "a | b",
        "> greater",
        "a > b",
        "< less",
        "<<",
        "= equals",
        "=",
        "% percent",
        "100% sure",
        "@mention",
        "mail a@b.c",
        "`backtick`",
        "a `b` c",
        "yes",
        "No",
        "on",
        "OFF",
        "y",
        "true",
        "False",
        "null",
        "~",
        "Null",
        "123",
        "0",
        "-1",
        "+1",
        "1.5",
        "1.",
        ".5",
        "1e3",
        "0x1F",
        "0b101",
        "017",
        "08",
        "1_000",
        "1_000_",
        ".inf",
        "-.INF",
        ".NaN",
        "12:30:45",
        "2026-11-22",
        "2026-1-2",
        "2026-11-22 10:00",
        "2026-11-22T10:00:00Z",
        "../../etc/passwd",
        @"C:\Windows\System32",
        "a/b\\c|d*e?f<g>h:i\"j",
        "(parens) [brackets] {braces}; semi, comma! @at #hash $dollar %pct ^hat &amp +plus =eq",
        "ends with dot.",
        "...",
        ".hidden",
        "-",
        "!!!",
        "???",
        "multiple   inner    spaces",
        "emoji 😀 party 🎉",
        "Ünïcödé — dash “quotes” …",
        "日本語のタイトル",
        "العربية عنوان",
        "nbsp\u00A0here",
        "ideographic\u3000space",
        "private \uE000 use",
        "replacement \uFFFD char",
        "<!-- SECTION:DESCRIPTION:BEGIN -->",
        "back\\slash \\n not newline",
        "A title that is exactly long enough to be folded because it has more than seventy-eight characters in it",
        "Seventy-eight characters are the limit, this title has exactly so many of them",
        "Seventy-nine characters are over the limit, this title has exactly that number.",
        "Alongwordwithoutanyspacesthatismorethanseventyeightcharacterslongandcannotbefoldedanywhere",
        "Short Alongwordwithoutanyspacesthatismorethanseventyeightcharacterslongandcannotbefoldedanywhere end",
        "Long title with 'quotes': and # hashes, which needs folding because it is quite a bit too long: really",
        "Long  title  with  double  spaces  everywhere  that  still  has  to  be  folded  somewhere  in  here  now",
        "Long title that starts plain and then has an emoji 😀 so it must be double quoted even though it is long",
        "true but longer than seventy-eight characters so that it is folded and not quoted at all, is it",
    ];

    public static readonly ImmutableArray<string> Multiline =
    [
        "line one\nline two",
        "line one\n\nline three",
        "one\n two indented\nthree",
        "one\n\n\n two\n\n\nthree",
        "key: value\n---\nother: value",
        "a long first line that has to be folded because it is longer than seventy-eight characters\nand a second\n\nand a third long line that has to be folded because it is longer than seventy-eight characters",
        "long line one that has to be folded because it is longer than seventy-eight characters\n  indented long line that has to stay as it is because it begins with two spaces and js-yaml keeps it\nend",
        "soft\u00ADhyphen",
        "tab\tinside",
        "bell\u0007 escape\u001b null-free",
        "next\u0085line line\u2028separator paragraph\u2029separator bom\uFEFFinside",
    ];

    public static readonly ImmutableArray<string> Descriptions =
    [
        "One line",
        "Two\nlines",
        "  leading and trailing  \n\n",
        "blank\n\n\n\nlines",
        "fence\n\n```\ncode\n\n\ncode\n```\n\n\nafter",
        "tilde\n~~~ info\na\n\n\nb\n~~~~\n\n\nafter",
        "inline ```code``` here\n\n\nx",
        "``` bad`info\n\n\nx",
        "unclosed\n```\na\n\n\nb",
        "  ```\n  indented fence\n\n\n  more\n  ```\n\n\nend",
        "---\nnot: front matter\n---",
        "## Acceptance Criteria\n- [ ] #1 fake\n\n## Implementation Plan\nfake",
        "tabs\tinside\nand trailing spaces   \nnext",
        "Unicode — 日本語 😀",
        "windows\r\nline\r\nends",
    ];

    // The tool's limit over MCP.
    private const int LongestLabel = 50;

    [Fact]
    public async Task CreateAsync_NastyTitlesAndLabels_WritesWhatTheRealToolWrites()
    {
        using var real = await RealBacklog.CreateAsync();
        using var ours = await RealBacklog.CreateAsync();
        var tasks = Titles
            .Select((title, i) => new NewTask(title) { Labels = [Label(Titles[^(i + 1)])] })
            .Concat(Descriptions.Select((d, i) => new NewTask($"description {i}") { Description = d }))
            .Append(new NewTask("criteria") { AcceptanceCriteria = ["one: 'a'", "two"], Priority = "HIGH" })
            .Append(
                new NewTask("both")
                {
                    Description = "d",
                    AcceptanceCriteria = ["one"],
                    Labels = ["a", "b", "a"],
                }
            )
            .ToArray();

        await real.CreateManyAsync(tasks.Select(ToRequest));
        var store = new BacklogStore(BacklogProject.Find(ours.Root).Value, TimeProvider.System);
        foreach (var task in tasks)
        {
            var created = await store.CreateAsync(task, TestContext.Current.CancellationToken);
            created.Diagnostics.ShouldBeEmpty();
        }

        var expected = Directory.GetFiles(real.Tasks).ToDictionary(f => Path.GetFileName(f)!, Undated);
        var actual = Directory.GetFiles(ours.Tasks).ToDictionary(f => Path.GetFileName(f)!, Undated);
        expected.Count.ShouldBe(tasks.Length);
        actual.Keys.Order().ShouldBe(expected.Keys.Order());
        foreach (var (name, text) in expected)
        {
            actual[name].ShouldBe(text, name);
        }
    }

    [Fact]
    public async Task Entry_TextOfSeveralLines_IsWrittenAsTheRealToolWritesIt()
    {
        using var real = await RealBacklog.CreateAsync();
        await real.CreateManyAsync(
            Multiline.Select(t => new JsonObject { ["title"] = t, ["labels"] = new JsonArray(Label(t)) })
        );

        foreach (var title in Multiline)
        {
            var name = $"- {TaskFileName.Slug(title)}.md";
            var file = Directory.GetFiles(real.Tasks).SingleOrDefault(f => f.EndsWith(name, StringComparison.Ordinal));
            var text = await File.ReadAllTextAsync(file.ShouldNotBeNull(name));
            text.ShouldContain($"\n{Workspace.Text.JsYaml.Entry("title", title)}status: To Do\n");
            text.ShouldContain($"\n{Workspace.Text.JsYaml.Entry("labels", [Label(title)])}dependencies: []\n");
        }
    }

    private static string Label(string text) =>
        Workspace.Text.UntrustedText.Cut(text.Replace(",", "", StringComparison.Ordinal), LongestLabel).Trim();

    private static JsonObject ToRequest(NewTask task)
    {
        var request = new JsonObject { ["title"] = task.Title };
        Add(request, "labels", task.Labels);
        Add(request, "acceptanceCriteria", task.AcceptanceCriteria);
        if (task.Description.Length > 0)
        {
            request["description"] = task.Description;
        }

        if (task.Priority is not null)
        {
            request["priority"] = task.Priority.ToLowerInvariant();
        }

        return request;
    }

    private static void Add(JsonObject request, string name, ImmutableArray<string> values)
    {
        if (values.Length > 0)
        {
            request[name] = new JsonArray([.. values.Select(v => (JsonNode)v)]);
        }
    }

    private static string Undated(string file) => Created().Replace(File.ReadAllText(file), "created_date: X");

    [GeneratedRegex("created_date: '[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}'")]
    private static partial Regex Created();
}
