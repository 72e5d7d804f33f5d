using System.Text.Json.Nodes;

namespace Speckit.Manifests.Tests.Canonical;

/// <summary>Makes JSON values with awkward keys and texts.</summary>
internal static class JsonValues
{
    private static readonly string[] Pieces =
    [
        "a",
        "B",
        "z",
        "1",
        "_",
        "é",
        "ö",
        "€",
        "😀",
        "\ufb33",
        "\u0080",
        "\u2028",
        "\n",
        "\t",
        "\u0001",
        "\"",
        "\\",
        "/",
        " ",
        "<",
        "\u007f",
        "\uffff",
    ];

    public static JsonNode? Create(Random random, int depth) =>
        random.Next(depth > 0 ? 8 : 6) switch
        {
            0 => null,
            1 => JsonValue.Create(random.Next(2) == 0),
            2 => JsonValue.Create(random.Next(-1000, 1000)),
            3 => JsonValue.Create(random.NextDouble() * Math.Pow(10, random.Next(-10, 25))),
            4 or 5 => JsonValue.Create(Text(random)),
            6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Create(random, depth - 1))]),
            _ => Object(random, depth),
        };

    private static JsonObject Object(Random random, int depth)
    {
        var json = new JsonObject();
        for (var i = random.Next(6); i > 0; i--)
        {
            json[Text(random)] = Create(random, depth - 1);
        }

        return json;
    }

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => Pieces[random.Next(Pieces.Length)]));
}
