using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Jp;

/// <summary><c>provides.squads</c>: <c>{ name, description, members: [agent names], lead }</c>.</summary>
internal static class SquadSection
{
    /// <summary>Reads the squads and checks their members.</summary>
    /// <param name="provides">The section.</param>
    /// <param name="agents">The agents of this plugin.</param>
    /// <param name="hasDependencies">Whether members may come from plugins that this one requires; those are checked when they are installed.</param>
    public static ImmutableArray<SquadProvision> Read(
        Fields provides,
        ImmutableArray<AgentProvision> agents,
        bool hasDependencies
    )
    {
        var known = agents.Select(a => a.Name).ToHashSet(StringComparer.Ordinal);
        var declared = new Declared("squad", "rename one of them");
        var squads = ImmutableArray.CreateBuilder<SquadProvision>();
        foreach (var fields in provides.Sections("squads"))
        {
            var squad = ReadOne(fields, hasDependencies ? null : known);
            declared.Add(squad.Name, fields);
            squads.Add(squad);
        }

        return squads.ToImmutable();
    }

    private static SquadProvision ReadOne(Fields fields, HashSet<string>? known)
    {
        var name = Names.Simple(fields);
        var description = fields.RequiredText("description", "what the squad is good at");
        fields.Require("members", "a list of agents");
        var values = fields.DistinctTexts("members");
        var members = values.Select(v => v.Text()!).ToImmutableArray();
        if (fields.Find("members") is { } list && list.IsEmptyList)
        {
            fields.Problems.Add(
                ManifestDiagnostics.OutOfBounds.Error($"'{list.Path}' is empty; expected agents.", null, list.Location)
            );
        }

        foreach (var value in values)
        {
            if (known is not null)
            {
                CheckKnown(value, value.Text()!, known, "an agent of this plugin");
            }
        }

        var lead = fields.Find("lead");
        var leader = lead?.Text();
        if (lead is not null && leader is not null)
        {
            CheckKnown(lead, leader, members, "one of the squad's members");
        }

        var deprecated = DeprecationReader.Read(fields);
        fields.Done();
        return new SquadProvision(name, description, members, leader) { Deprecated = deprecated };
    }

    private static void CheckKnown(Value value, string name, IEnumerable<string> known, string expected)
    {
        if (known.Contains(name, StringComparer.Ordinal))
        {
            return;
        }

        value.Problems.Add(
            ManifestDiagnostics.UnknownAgent.Error(
                $"'{value.Path}' is '{Excerpt.Of(name)}'; expected {expected}.",
                Suggestion.DidYouMean(name, known)
                    ?? "declare it in provides.agents, or require the plugin that has it",
                value.Location
            )
        );
    }
}
