using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Speckit.Host.Configuration;

namespace Speckit.Host.Tests.Configuration;

/// <summary>Random files in many styles, changed key by key: what is read afterwards is what was meant, and comments stay.</summary>
public sealed class EditorFuzzTests
{
    private const int Files = 400;
    private static readonly string[] Keys = ["a", "b", "c", "long_key", "x.y", "é", "true", "12"];

    private static readonly string[] Texts =
    [
        "",
        "x",
        "true",
        "null",
        "12",
        "- a",
        "a: b",
        "#",
        " lead",
        "trail ",
        "two\nlines\n",
        "\t",
        "'",
        "\"",
        "\\",
        "😀",
        "\u0085",
        "{",
        "[a]",
        "&a",
        "*a",
        "!t",
        "%",
        "@",
        "`",
        ",",
        "a #b",
        "${X}",
    ];

    [Fact]
    public void SetAndRemove_RandomFiles_ReadBackAsMeant()
    {
        var refused = 0;
        var done = 0;
        for (var i = 0; i < Files; i++)
        {
            var random = new Random(TestSupport.FuzzSeed.Value + i);
            using var plugin = new Configured(null, null);
            var text = Write(random);
            var configuration = plugin.Parts(text);
            for (var step = 0; step < 8; step++)
            {
                var before = configuration.File.ToJson();
                var parts = Pick(random, before);
                var isSet = random.Next(3) > 0;
                var value = Value(random, 0);
                var key = ConfigurationKey.Parse(ConfigurationKey.Of(parts)).Value;
                var edited = isSet
                    ? ConfigurationEditor.Set(configuration, key, value)
                    : ConfigurationEditor.Remove(configuration.File, key);
                if (!edited.TryGet(out var file))
                {
                    refused++;
                    continue;
                }

                done++;
                var why =
                    $"seed {TestSupport.FuzzSeed.Value + i}, {(isSet ? "set" : "remove")} {key}:\n{configuration.File.Text}\n---\n{file.Text}";
                JsonPlace.TryFind(file.ToJson(), parts, out var now).ShouldBe(isSet, why);
                if (isSet)
                {
                    JsonNode.DeepEquals(now, value).ShouldBeTrue(why);
                }

                // Nothing that is not at, above or below the key is another one.
                JsonPlace.Differences(before, file.ToJson()).ShouldAllBe(d => Related(d, key.ToString()), why);
                file.Text.Split("# top").Length.ShouldBe(configuration.File.Text.Split("# top").Length, why);
                configuration = configuration.With(file);
            }
        }

        // Anchors, items of lists and a few layouts are refused; most edits are done.
        done.ShouldBeGreaterThan(refused * 4, $"{done} done, {refused} refused");
    }

    private static bool Related(string changed, string key) =>
        changed == key
        || changed.StartsWith(key + ".", StringComparison.Ordinal)
        || key.StartsWith(changed + ".", StringComparison.Ordinal);

    private static ImmutableArray<string> Pick(Random random, JsonNode? node)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        do
        {
            if (node is JsonObject { Count: > 0 } map && random.Next(4) > 0)
            {
                var (key, value) = map.ElementAt(random.Next(map.Count));
                parts.Add(key);
                node = value;
            }
            else if (node is JsonArray list)
            {
                var index = random.Next(list.Count + 1);
                parts.Add(index.ToString(CultureInfo.InvariantCulture));
                node = index < list.Count ? list[index] : null;
            }
            else
            {
                parts.Add(Keys[random.Next(Keys.Length)]);
                node = (node as JsonObject)?[parts[^1]];
            }
        } while (node is JsonObject or JsonArray && random.Next(3) > 0);
        return parts.ToImmutable();
    }

    private static JsonNode? Value(Random random, int depth) =>
        random.Next(depth > 2 ? 5 : 7) switch
        {
            0 => null,
            1 => JsonValue.Create(random.Next(2) == 0),
            2 => JsonValue.Create((long)random.Next(-1000, 1000)),
            3 or 4 => JsonValue.Create(Texts[random.Next(Texts.Length)]),
            5 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1))]),
            _ => new JsonObject(
                Enumerable
                    .Range(0, random.Next(4))
                    .Select(_ => Keys[random.Next(Keys.Length)])
                    .Distinct()
                    .Select(k => KeyValuePair.Create(k, Value(random, depth + 1)))
            ),
        };

    /// <summary>A file as people write them: blocks, braces, brackets, literals, comments, blank lines.</summary>
    private static string Write(Random random)
    {
        var text = new StringBuilder();
        foreach (var key in Keys.Where(_ => random.Next(2) == 0))
        {
            text.Append(random.Next(3) == 0 ? "\n# top\n" : "");
            Entry(random, text, key, 0);
        }

        return random.Next(4) == 0 ? text.ToString().ReplaceLineEndings("\r\n")
            : random.Next(4) == 0 ? text.ToString().TrimEnd('\n')
            : text.ToString();
    }

    private static void Entry(Random random, StringBuilder text, string key, int indent)
    {
        var pad = new string(' ', indent);
        text.Append(pad).Append(key is "x.y" ? "\"x.y\"" : key).Append(':');
        var comment = random.Next(3) == 0 ? "  # note" : "";
        switch (random.Next(indent > 6 ? 5 : 8))
        {
            case 0:
                text.Append(comment).Append('\n');
                break;
            case 1:
                text.Append($" {random.Next(100)}{comment}\n");
                break;
            case 2:
                text.Append($" 'it''s'{comment}\n");
                break;
            case 3:
                text.Append($" {{ b: 1, c: [x, \"y\"] }}{comment}\n");
                break;
            case 4:
                text.Append($" [1, {{a: 2}}, ]{comment}\n");
                break;
            case 5:
                text.Append(
                    $" {(random.Next(2) == 0 ? "|" : ">-")}\n{pad}  some\n{pad}  text\n{(random.Next(2) == 0 ? "\n" : "")}"
                );
                break;
            case 6:
                text.Append(comment).Append('\n');
                foreach (var below in Keys.Where(_ => random.Next(3) == 0).DefaultIfEmpty("a"))
                {
                    Entry(random, text, below, indent + 2);
                }

                break;
            default:
                text.Append(comment).Append('\n');
                for (var i = random.Next(1, 4); i > 0; i--)
                {
                    text.Append(random.Next(2) == 0 ? $"{pad}  - item{comment}\n" : $"{pad}  - a: 1\n{pad}    b: 2\n");
                }

                break;
        }
    }
}
