using System.Globalization;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Yaml;

namespace Speckit.Manifests.Ospec;

/// <summary>Whether stages wait for stages that there are, and not for each other in a circle.</summary>
internal sealed class StageOrder
{
    private readonly List<(AutomationStage Stage, Fields Fields)> _stages = [];

    public void Add(AutomationStage stage, Fields fields) => _stages.Add((stage, fields));

    public void Check()
    {
        var known = _stages.Select(s => s.Stage.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (stage, fields) in _stages)
        {
            foreach (var name in stage.DependsOn.Where(name => !known.Contains(name)))
            {
                fields.Problems.Add(
                    ManifestDiagnostics.UnknownStage.Error(
                        $"'{fields.Path}.depends_on' names '{Excerpt.Of(name)}', which is no stage of this workflow.",
                        Suggestion.DidYouMean(name, known) ?? "name a stage, or remove it",
                        fields.Find("depends_on")!.Location
                    )
                );
            }
        }

        CheckCircles(known);
    }

    // Takes away stage after stage that waits for nothing; what is left waits in a circle, or for one.
    private void CheckCircles(HashSet<string> known)
    {
        var left = _stages.Where(s => s.Stage.Name.Length > 0).ToList();
        var waiting = new HashSet<string>(known, StringComparer.Ordinal);
        while (left.RemoveAll(s => !s.Stage.DependsOn.Any(waiting.Contains)) > 0)
        {
            waiting = left.Select(s => s.Stage.Name).ToHashSet(StringComparer.Ordinal);
        }

        if (left.Count > 0)
        {
            left[0]
                .Fields.Problems.Add(
                    ManifestDiagnostics.Circle.Error(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{left.Count} stages wait for each other in a circle: {Excerpt.Of(string.Join(", ", left.Select(s => s.Stage.Name)))}."
                        ),
                        "remove one of their 'depends_on'",
                        left[0].Fields.Location
                    )
                );
        }
    }
}
