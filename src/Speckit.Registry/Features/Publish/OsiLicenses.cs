using System.Collections.Frozen;

namespace Speckit.Registry.Features.Publish;

/// <summary>Licences that the Open Source Initiative approved, by their SPDX identifier: those in wide use.</summary>
internal static class OsiLicenses
{
    private const int MaxWords = 100;

    private static readonly FrozenSet<string> Approved = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "0BSD",
        "AFL-3.0",
        "AGPL-3.0",
        "AGPL-3.0-only",
        "AGPL-3.0-or-later",
        "Apache-2.0",
        "Artistic-2.0",
        "BlueOak-1.0.0",
        "BSD-1-Clause",
        "BSD-2-Clause",
        "BSD-2-Clause-Patent",
        "BSD-3-Clause",
        "BSL-1.0",
        "CDDL-1.0",
        "CECILL-2.1",
        "ECL-2.0",
        "EFL-2.0",
        "EPL-1.0",
        "EPL-2.0",
        "EUPL-1.1",
        "EUPL-1.2",
        "GPL-2.0",
        "GPL-2.0-only",
        "GPL-2.0-or-later",
        "GPL-3.0",
        "GPL-3.0-only",
        "GPL-3.0-or-later",
        "ISC",
        "LGPL-2.1",
        "LGPL-2.1-only",
        "LGPL-2.1-or-later",
        "LGPL-3.0",
        "LGPL-3.0-only",
        "LGPL-3.0-or-later",
        "MIT",
        "MIT-0",
        "MPL-2.0",
        "MS-PL",
        "MS-RL",
        "MulanPSL-2.0",
        "NCSA",
        "OFL-1.1",
        "OSL-3.0",
        "PostgreSQL",
        "Python-2.0",
        "QPL-1.0",
        "UPL-1.0",
        "Unicode-3.0",
        "Unlicense",
        "W3C",
        "Zlib",
        "ZPL-2.1"
    );

    /// <summary>Whether an SPDX expression can be satisfied with approved licences alone: one side of every OR, both of every AND.
    /// What is no expression is not covered.</summary>
    public static bool Covers(string expression)
    {
        var words = new Queue<string>(
            expression
                .Replace("(", " ( ", StringComparison.Ordinal)
                .Replace(")", " ) ", StringComparison.Ordinal)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
        return words.Count <= MaxWords && Any(words) is true && words.Count == 0;
    }

    // Null stands for a mistake in the grammar.
    private static bool? Any(Queue<string> words)
    {
        var covered = All(words);
        while (covered is not null && Next(words, "OR"))
        {
            covered = All(words) is { } other ? covered.Value || other : null;
        }

        return covered;
    }

    private static bool? All(Queue<string> words)
    {
        var covered = One(words);
        while (covered is not null && Next(words, "AND"))
        {
            covered = One(words) is { } other ? covered.Value && other : null;
        }

        return covered;
    }

    private static bool? One(Queue<string> words)
    {
        if (Next(words, "("))
        {
            var inner = Any(words);
            return Next(words, ")") ? inner : null;
        }

        if (!words.TryDequeue(out var license))
        {
            return null;
        }

        // An exception only ever permits more.
        if (Next(words, "WITH") && !words.TryDequeue(out _))
        {
            return null;
        }

        return Approved.Contains(license.TrimEnd('+'));
    }

    private static bool Next(Queue<string> words, string expected) =>
        words.TryPeek(out var next) && next == expected && words.TryDequeue(out _);
}
