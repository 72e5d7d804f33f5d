using System.Collections.Immutable;
using Speckit.Manifests.Model;

namespace Speckit.Manifests.Comparison;

/// <summary>What changed about the arguments and options of commands that are there still.</summary>
internal static class CommandChanges
{
    internal static IEnumerable<ManifestChange> Find(
        ImmutableArray<CommandProvision> before,
        ImmutableArray<CommandProvision> after
    )
    {
        foreach (var was in before)
        {
            if (after.FirstOrDefault(c => c.Name == was.Name) is not { } now)
            {
                continue;
            }

            foreach (
                var change in Compare(was, "argument", was.Arguments, now.Arguments)
                    .Concat(Order(was.Name, was.Arguments, now.Arguments))
                    .Concat(Compare(was, "option", was.Options, now.Options))
            )
            {
                yield return change;
            }
        }
    }

    private static IEnumerable<ManifestChange> Compare(
        CommandProvision command,
        string kind,
        ImmutableArray<ParameterDeclaration>? before,
        ImmutableArray<ParameterDeclaration>? after
    )
    {
        if (after is not { } now)
        {
            // Anything is passed through: more than any declaration.
            yield break;
        }

        if (before is not { } was)
        {
            yield return Major($"lets the command {command.Name} take declared {kind}s only, where it took any");
            was = [];
        }

        foreach (var old in was)
        {
            if (now.FirstOrDefault(p => p.Name == old.Name) is { } same)
            {
                foreach (var change in Compare(command.Name, kind, old, same))
                {
                    yield return change;
                }
            }
            else
            {
                yield return Major($"removes the {kind} {old.Name} of the command {command.Name}") with
                {
                    IsUnannouncedRemoval = old.Deprecated is null && command.Deprecated is null,
                };
            }
        }

        foreach (var added in now.Where(p => was.All(o => o.Name != p.Name)))
        {
            yield return added.Required
                ? Major($"adds the {kind} {added.Name} to the command {command.Name}, which must be given")
                : new ManifestChange(
                    ChangeArea.Parameters,
                    ChangeWeight.Minor,
                    $"adds the {kind} {added.Name} to the command {command.Name}"
                );
        }
    }

    private static IEnumerable<ManifestChange> Compare(
        string command,
        string kind,
        ParameterDeclaration before,
        ParameterDeclaration after
    )
    {
        if (after.Required && !before.Required)
        {
            yield return Major($"requires the {kind} {before.Name} of the command {command}, which could be left out");
        }

        // Every whole number is a text, and nothing else is something else.
        if (
            before.IsFlag != after.IsFlag
            || (
                before.Type != after.Type && !(before.Type == ParameterType.Integer && after.Type == ParameterType.Text)
            )
        )
        {
            yield return Major(
                $"changes the {kind} {before.Name} of the command {command} from {TypeOf(before)} to {TypeOf(after)}"
            );
        }
    }

    // Arguments go by their places: the old ones have to come first, as they were.
    private static IEnumerable<ManifestChange> Order(
        string command,
        ImmutableArray<ParameterDeclaration>? before,
        ImmutableArray<ParameterDeclaration>? after
    )
    {
        if (before is not { } was || after is not { } now)
        {
            yield break;
        }

        var kept = was.Select(p => p.Name).Where(n => now.Any(p => p.Name == n)).ToList();
        var first = now.Select(p => p.Name).Take(kept.Count).ToList();
        if (kept.Count == was.Length && !kept.SequenceEqual(first, StringComparer.Ordinal))
        {
            yield return Major($"moves the arguments of the command {command} to other places");
        }
    }

    private static string TypeOf(ParameterDeclaration parameter) =>
        parameter.IsFlag ? "flag" : parameter.Type.ToString().ToLowerInvariant();

    private static ManifestChange Major(string message) => new(ChangeArea.Parameters, ChangeWeight.Major, message);
}
