using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Ospec;

/// <summary><c>metrics</c> of guardrails (OSpec: "Quality Metrics Plugins").</summary>
internal static class QualityMetricSection
{
    public static ImmutableArray<QualityMetric> Read(Fields root)
    {
        var declared = new Declared("metric", "rename one of them");
        var metrics = ImmutableArray.CreateBuilder<QualityMetric>();
        foreach (var fields in root.Sections("metrics"))
        {
            var metric = ReadOne(fields);
            declared.Add(metric.Name, fields);
            metrics.Add(metric);
        }

        return metrics.ToImmutable();
    }

    private static QualityMetric ReadOne(Fields fields)
    {
        var name = Names.Simple(fields);
        var description = fields.RequiredText("description", "what it counts");
        var kind = fields
            .Require("type", "documentation, code_analysis or build_analysis")
            ?.OneOf("documentation", "code_analysis", "build_analysis") switch
        {
            "code_analysis" => GuardrailKind.CodeAnalysis,
            "build_analysis" => GuardrailKind.BuildAnalysis,
            _ => GuardrailKind.Documentation,
        };
        var metric = new QualityMetric(name, description, kind)
        {
            Target = fields.Find("target")?.NumberIn(0, 1),
            Threshold = fields.Find("threshold")?.NumberIn(0, 1),
            Pattern = RegularExpression.Find(fields, "pattern"),
            Requires = RegularExpression.Find(fields, "requires"),
            Limits = TextMap.ReadValues(fields, "limits", Size.Read),
            Deprecated = DeprecationReader.Read(fields),
        };
        fields.Done();
        return metric;
    }
}
