using System.Globalization;

namespace Speckit.JsonSchema.Patterns;

/// <summary>The sets that <c>\p{…}</c> names: general categories, Any, ASCII and Assigned.</summary>
internal static class UnicodeProperty
{
    /// <summary>Each set is worked out when it is first asked for: it takes a walk over all code points.</summary>
    private static readonly Dictionary<string, Lazy<CodePointSet>> Categories = BuildCategories();

    /// <summary>The set of a property, or null when it is not known. Case, spaces, hyphens and underscores do not count.</summary>
    public static CodePointSet? Find(string expression)
    {
        var name = Normalize(expression);
        foreach (var prefix in (string[])["generalcategory=", "gc="])
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return Categories.GetValueOrDefault(name[prefix.Length..])?.Value;
            }
        }

        return name switch
        {
            "any" => CodePointSet.Of((0, 0x10FFFF)),
            "ascii" => CodePointSet.Of((0, 0x7F)),
            "assigned" => Categories["cn"].Value.Complement(),
            _ => Categories.GetValueOrDefault(name)?.Value,
        };
    }

    private static string Normalize(string name) =>
        string.Concat(name.Where(c => c is not ('_' or '-' or ' '))).ToLowerInvariant();

    private static CodePointSet InCategories(UnicodeCategory[] categories)
    {
        var wanted = 0;
        foreach (var category in categories)
        {
            wanted |= 1 << (int)category;
        }

        return CodePointSet.Of(Runs(wanted));
    }

    private static IEnumerable<(int First, int Last)> Runs(int wanted)
    {
        var start = -1;
        for (var c = 0; c <= 0x10FFFF; c++)
        {
            var member = (wanted >> (int)CharUnicodeInfo.GetUnicodeCategory(c) & 1) != 0;
            if (member && start < 0)
            {
                start = c;
            }
            else if (!member && start >= 0)
            {
                yield return (start, c - 1);
                start = -1;
            }
        }

        if (start >= 0)
        {
            yield return (start, 0x10FFFF);
        }
    }

    /// <summary>Short and long names of the general categories (Unicode Standard Annex 44, table 12).</summary>
    private static Dictionary<string, Lazy<CodePointSet>> BuildCategories()
    {
        (string Names, UnicodeCategory Category)[] single =
        [
            ("lu uppercaseletter", UnicodeCategory.UppercaseLetter),
            ("ll lowercaseletter", UnicodeCategory.LowercaseLetter),
            ("lt titlecaseletter", UnicodeCategory.TitlecaseLetter),
            ("lm modifierletter", UnicodeCategory.ModifierLetter),
            ("lo otherletter", UnicodeCategory.OtherLetter),
            ("mn nonspacingmark", UnicodeCategory.NonSpacingMark),
            ("mc spacingmark", UnicodeCategory.SpacingCombiningMark),
            ("me enclosingmark", UnicodeCategory.EnclosingMark),
            ("nd decimalnumber digit", UnicodeCategory.DecimalDigitNumber),
            ("nl letternumber", UnicodeCategory.LetterNumber),
            ("no othernumber", UnicodeCategory.OtherNumber),
            ("pc connectorpunctuation", UnicodeCategory.ConnectorPunctuation),
            ("pd dashpunctuation", UnicodeCategory.DashPunctuation),
            ("ps openpunctuation", UnicodeCategory.OpenPunctuation),
            ("pe closepunctuation", UnicodeCategory.ClosePunctuation),
            ("pi initialpunctuation", UnicodeCategory.InitialQuotePunctuation),
            ("pf finalpunctuation", UnicodeCategory.FinalQuotePunctuation),
            ("po otherpunctuation", UnicodeCategory.OtherPunctuation),
            ("sm mathsymbol", UnicodeCategory.MathSymbol),
            ("sc currencysymbol", UnicodeCategory.CurrencySymbol),
            ("sk modifiersymbol", UnicodeCategory.ModifierSymbol),
            ("so othersymbol", UnicodeCategory.OtherSymbol),
            ("zs spaceseparator", UnicodeCategory.SpaceSeparator),
            ("zl lineseparator", UnicodeCategory.LineSeparator),
            ("zp paragraphseparator", UnicodeCategory.ParagraphSeparator),
            ("cc control cntrl", UnicodeCategory.Control),
            ("cf format", UnicodeCategory.Format),
            ("co privateuse", UnicodeCategory.PrivateUse),
            ("cn unassigned", UnicodeCategory.OtherNotAssigned),
        ];
        (string Names, char Initial)[] groups =
        [
            ("l letter", 'l'),
            ("m mark combiningmark", 'm'),
            ("n number", 'n'),
            ("p punctuation punct", 'p'),
            ("s symbol", 's'),
            ("z separator", 'z'),
            ("c other", 'c'),
        ];

        var all = new Dictionary<string, Lazy<CodePointSet>>(StringComparer.Ordinal);
        foreach (var (names, category) in single)
        {
            Add(names, [category]);
        }

        foreach (var (names, initial) in groups)
        {
            Add(names, [.. single.Where(s => s.Names[0] == initial).Select(s => s.Category)]);
        }

        Add(
            "lc casedletter",
            [UnicodeCategory.UppercaseLetter, UnicodeCategory.LowercaseLetter, UnicodeCategory.TitlecaseLetter]
        );
        return all;

        void Add(string names, UnicodeCategory[] categories)
        {
            var set = new Lazy<CodePointSet>(() => InCategories(categories));
            foreach (var name in names.Split(' '))
            {
                all[name] = set;
            }
        }
    }
}
