using Speckit.Manifests.Versions;
using Speckit.Registry.Client.Resolution.Solving;

namespace Speckit.Registry.Client.Resolution.Explanation;

/// <summary>An incompatibility as a clause of a sentence.</summary>
/// <param name="Subject">Whom it is about: <c>a ^1.0.0</c>.</param>
/// <param name="Predicate">What it says of them: <c>requires b ^2.0.0</c>.</param>
internal sealed record Clause(string Subject, string Predicate)
{
    private const int MaxListed = 5;

    /// <summary>The versions it is about, so that another clause that ends with them can go on with "which".</summary>
    public Term? About { get; init; }

    /// <summary>The versions it ends with.</summary>
    public Term? End { get; init; }

    /// <summary>What follows the verb, when two clauses of one subject can be told as one.</summary>
    public string? Object { get; init; }

    /// <summary>The whole clause.</summary>
    public override string ToString() => Predicate.Length == 0 ? Subject : $"{Subject} {Predicate}";

    /// <summary>The clause of an incompatibility.</summary>
    public static Clause Of(Incompatibility incompatibility) =>
        incompatibility.Cause switch
        {
            Cause.Wanted wanted => OfWish(wanted),
            Cause.Requires requires => OfRequirement(requires),
            Cause.Excluded excluded => new(SetWords.Subject(excluded.Package, excluded.Set), excluded.Exclusion.Reason)
            {
                About = new Term(excluded.Package, excluded.Set),
            },
            _ => OfDerived(incompatibility),
        };

    /// <summary>Two clauses as one, or joined by "and".</summary>
    /// <param name="first">A clause.</param>
    /// <param name="second">Another.</param>
    /// <param name="firstLine">Where the first was told, such as <c> (1)</c>, or nothing.</param>
    /// <param name="secondLine">The same of the second.</param>
    public static string Join(Clause first, Clause second, string firstLine = "", string secondLine = "")
    {
        if (GoesOn(first, second))
        {
            return $"{first}{firstLine} which {second.Predicate}{secondLine}";
        }

        if (GoesOn(second, first))
        {
            return $"{second}{secondLine} which {first.Predicate}{firstLine}";
        }

        if (first.Object is null || second.Object is null || first.Subject != second.Subject)
        {
            return $"{first}{firstLine} and {second}{secondLine}";
        }

        return first.End?.Package.Id <= second.End?.Package.Id
            ? $"{first}{firstLine} and {second.Object}{secondLine}"
            : $"{second}{secondLine} and {first.Object}{firstLine}";
    }

    private static bool GoesOn(Clause first, Clause second) =>
        first.End is { } end
        && second.About is { } about
        && end.Package == about.Package
        && end.Set.IsWithin(about.Set);

    private static Clause OfWish(Cause.Wanted wanted)
    {
        var thing = Thing(wanted.Package, wanted.Wish.Range);
        return new($"{wanted.Wish.Subject}", thing + Lack(wanted.Package, wanted.Set))
        {
            Object = wanted.Set.IsEmpty ? null : thing,
            End = wanted.Set.IsEmpty ? null : new Term(wanted.Package, wanted.Set),
        };
    }

    private static Clause OfRequirement(Cause.Requires requires)
    {
        var set = requires.Other.SetOf(requires.Range);
        var verb = requires.Optional ? "works only with" : "requires";
        var thing =
            requires.Package == requires.Other ? $"itself {requires.Range}" : Thing(requires.Other, requires.Range);
        var lack = requires.Optional || requires.Package == requires.Other ? "" : Lack(requires.Other, set);
        return new(SetWords.Subject(requires.Package, requires.Set), $"{verb} {thing}{lack}")
        {
            About = new Term(requires.Package, requires.Set),
            Object = requires.Optional || lack.Length > 0 ? null : thing,
            End = requires.Optional || set.IsEmpty ? null : new Term(requires.Other, set),
        };
    }

    private static Clause OfDerived(Incompatibility incompatibility)
    {
        var wanted = incompatibility.Terms.Where(term => !term.Set.HasAbsence).ToList();
        var refused = incompatibility
            .Terms.Where(term => term.Set.HasAbsence)
            .Select(term => term with { Set = term.Package.Everything.Except(term.Set) })
            .ToList();
        return (wanted, refused) switch
        {
            ([], []) => new("version solving failed", ""),
            ([var one], []) => Unusable(one, "") with { About = one },
            ([], [var one]) => new(SetWords.Object(one.Package, one.Set), "is required"),
            ([var one, var two], []) => Unusable(one, $" with {SetWords.Object(two.Package, two.Set)}"),
            ([var one], [var other]) => new(
                SetWords.Subject(one.Package, one.Set),
                $"requires {SetWords.Object(other.Package, other.Set)}"
            )
            {
                About = one,
                Object = SetWords.Object(other.Package, other.Set),
                End = other,
            },
            ([var one], _) => new(SetWords.Subject(one.Package, one.Set), $"requires {List(refused, "or")}")
            {
                About = one,
            },
            (_, []) => new(List(wanted, "and"), "cannot be used together"),
            ([], _) => new(List(refused, "or"), "is required"),
            _ => new($"{List(wanted, "and")} together", $"require {List(refused, "or")}"),
        };
    }

    private static Clause Unusable(Term term, string with) =>
        SetWords.IsEvery(term.Package, term.Set)
            ? new($"no version of {term.Package.Name}", "can be used" + with)
            : new(SetWords.Subject(term.Package, term.Set), "cannot be used" + with);

    private static string List(List<Term> terms, string last)
    {
        var texts = terms.ConvertAll(term => SetWords.Object(term.Package, term.Set));
        return texts.Count == 1 ? texts[0] : $"{string.Join(", ", texts[..^1])} {last} {texts[^1]}";
    }

    private static string Thing(Package package, VersionRange? range) =>
        range is null || range.Text.Trim() is "" or "*" ? package.Name.ToString() : $"{package.Name} {range}";

    // That a range names nothing there is, and what there is.
    private static string Lack(Package package, VersionSet set)
    {
        if (!set.IsEmpty)
        {
            return "";
        }

        var versions = package.Candidates.Versions;
        if (versions.IsEmpty)
        {
            return $", which is in {package.Candidates.Source}";
        }

        var there = versions.Reverse().Take(MaxListed).Select(version => version.ToString());
        var more = versions.Length > MaxListed ? ", …" : "";
        return $", of which {package.Candidates.Source} has no version (there are: {string.Join(", ", there)}{more})";
    }
}
