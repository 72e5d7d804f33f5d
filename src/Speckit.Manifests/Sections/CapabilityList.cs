using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Sections;

/// <summary><c>requires.capabilities</c>: names, or <c>{ name, reason? }</c> (JP design §8.3, §10.2).</summary>
internal static class CapabilityList
{
    public static (ImmutableArray<string> Ids, ImmutableSortedDictionary<string, string> Reasons) Read(Fields requires)
    {
        var ids = ImmutableArray.CreateBuilder<string>();
        var reasons = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var item in requires.List("capabilities"))
        {
            var (name, reason) = ReadOne(item);
            if (name?.Text() is not { } id)
            {
                continue;
            }

            CheckKnown(name, id);
            if (ids.Contains(id))
            {
                WarnRepeated(requires, name, id);
                continue;
            }

            ids.Add(id);
            if (reason is not null)
            {
                reasons.Add(id, reason);
            }
        }

        return (ids.ToImmutable(), reasons.ToImmutable());
    }

    private static (Value? Name, string? Reason) ReadOne(Value item)
    {
        if (!item.IsMapping)
        {
            return (item, null);
        }

        var fields = item.Section()!;
        var name = fields.Require("name", "a capability such as network");
        var reason = fields.Text("reason");
        fields.Done();
        return (name, reason);
    }

    private static void CheckKnown(Value name, string id)
    {
        if (Capability.Find(id) is not null)
        {
            return;
        }

        var known = Capability.All.Select(c => c.Id).ToList();
        name.Problems.Add(
            ManifestDiagnostics.UnknownCapability.Error(
                $"'{name.Path}' is '{Excerpt.Of(id)}', which is no capability; expected {Words.Or(known)}.",
                Suggestion.DidYouMean(id, known),
                name.Location
            )
        );
    }

    private static void WarnRepeated(Fields requires, Value name, string id) =>
        name.Problems.Add(
            ManifestDiagnostics.RepeatedValue.Warning(
                $"'{requires.Path}.capabilities' holds '{Excerpt.Of(id)}' twice.",
                "remove one of them",
                name.Location
            )
        );
}
