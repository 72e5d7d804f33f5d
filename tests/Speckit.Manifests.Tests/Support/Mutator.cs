using System.Text;

namespace Speckit.Manifests.Tests.Support;

/// <summary>Damages texts the way fuzzers do; the same seed gives the same texts.</summary>
internal sealed class Mutator(int seed)
{
    private const string Alphabet = "aAz09 \t\n\r:-?[]{},#&*!|>'\"%@`~<=.\\/\u00e9\u2028\ud83d\ude00\ufeff\0\u0007";

    private static readonly string[] Pieces =
    [
        "\n",
        "- ",
        ": ",
        "? ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "&a ",
        "*a",
        "!!str ",
        "!x ",
        "|\n",
        ">-\n",
        "'",
        "\"",
        "# ",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "%TAG ! x\n",
        "<<: ",
        "\n  ",
        "\t",
        "\\u0041",
        "\\U00110000",
        "%41",
        "%ff",
        "!<",
        "!![",
        "\"\\ud83d\"",
        "\\x",
        "~",
        "1.0",
        "true",
        "@",
        "..",
        "../",
        "C:\\",
    ];

    private readonly Random _random = new(seed);

    public int Below(int max) => _random.Next(max);

    public T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    public string Mutate(string text)
    {
        var result = new StringBuilder(text);
        for (var i = _random.Next(1, 6); i > 0; i--)
        {
            var at = _random.Next(result.Length + 1);
            var length = Math.Min(_random.Next(1, 12), result.Length - at);
            switch (_random.Next(5))
            {
                case 0:
                    result.Insert(at, Pieces[_random.Next(Pieces.Length)]);
                    break;
                case 1:
                    result.Remove(at, length);
                    break;
                case 2:
                    result.Insert(at, Alphabet[_random.Next(Alphabet.Length)]);
                    break;
                case 3:
                    result.Insert(_random.Next(result.Length + 1), result.ToString(at, length));
                    break;
                default:
                    result.Length = _random.Next(8) == 0 ? at : result.Length;
                    break;
            }
        }

        return result.ToString();
    }

    public byte[] Mutate(byte[] bytes)
    {
        var result = bytes.ToArray();
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            result[_random.Next(result.Length)] = (byte)_random.Next(256);
        }

        return result;
    }

    public string FromPieces() =>
        string.Concat(
            Enumerable
                .Range(0, _random.Next(1, 30))
                .Select(_ =>
                    _random.Next(3) == 0
                        ? Alphabet[_random.Next(Alphabet.Length)].ToString()
                        : Pieces[_random.Next(Pieces.Length)]
                )
        );
}
