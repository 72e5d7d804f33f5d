namespace Speckit.Manifests.Tests.Versions;

/// <summary>Makes versions and ranges that are near each other, so that bounds are hit.</summary>
internal sealed class VersionTexts(int seed)
{
    private static readonly string[] Identifiers = ["alpha", "beta", "0", "1", "2", "10", "rc", "x", "a-b", "0a", "-"];
    private static readonly string[] Operators =
    [
        "",
        "",
        "",
        "=",
        "<",
        "<=",
        ">",
        ">=",
        "^",
        "^",
        "~",
        "~",
        "~>",
        "> ",
        ">= ",
        "^ ",
        "~ ",
        "= ",
        "~ > ",
        "< =",
        "v",
        "=v",
        "^v",
        ">=v",
        "^=",
        "~> ",
        "> =",
        "==",
    ];

    private const string Garbage = "00112345.....xX*v=<>~^|- + -ab\t";

    private readonly Random _random = new(seed);

    public string Version()
    {
        var core = $"{Number()}.{Number()}.{Number()}";
        return core + (_random.Next(2) == 0 ? "-" + Prerelease() : "") + (_random.Next(8) == 0 ? "+build.01" : "");
    }

    public string Range()
    {
        var alternatives = Enumerable
            .Range(0, _random.Next(10) < 7 ? 1 : _random.Next(2, 4))
            .Select(_ => Alternative());
        var text = string.Join(Pick(" || ", "||", " ||"), alternatives);
        return _random.Next(6) == 0 ? Mutate(text) : text;
    }

    public string Mutate(string text)
    {
        var chars = text.ToList();
        for (var i = _random.Next(1, 3); i > 0; i--)
        {
            var at = _random.Next(chars.Count + 1);
            if (_random.Next(2) == 0 || at == chars.Count)
            {
                chars.Insert(at, Garbage[_random.Next(Garbage.Length)]);
            }
            else
            {
                chars.RemoveAt(at);
            }
        }

        return string.Concat(chars);
    }

    private string Alternative()
    {
        if (_random.Next(5) == 0)
        {
            return Partial() + Pick(" - ", " - ", "  -  ") + Partial();
        }

        var comparators = Enumerable.Range(
            0,
            _random.Next(12) switch
            {
                0 => 0,
                < 8 => 1,
                < 11 => 2,
                _ => 3,
            }
        );
        return string.Join(' ', comparators.Select(_ => Operators[_random.Next(Operators.Length)] + Partial()));
    }

    private string Partial() =>
        _random.Next(8) switch
        {
            0 => Pick("*", "x", "X", Number()),
            1 => $"{Number()}.{Pick("x", "*", Number())}",
            2 => $"{Number()}.{Pick("x", Number())}.{Pick("x", "*", Number())}",
            3 => $"{Number()}.{Number()}",
            4 => Pick($"{Number()}.x.{Number()}", $"x.{Number()}", $"{Number()}.x.x-{Prerelease()}", "*.*", ""),
            _ => Version(),
        };

    private string Prerelease() =>
        string.Join(
            '.',
            Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Identifiers[_random.Next(Identifiers.Length)])
        );

    private string Number() =>
        _random.Next(40) switch
        {
            0 => "10",
            1 => "9007199254740991",
            2 => "01",
            var n => $"{n % 4}",
        };

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];
}
