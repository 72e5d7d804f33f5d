using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Ospec;

/// <summary><c>monitoring</c> of an integration (OSpec: "Monitoring Integration").</summary>
internal static class MonitoringSection
{
    public static ImmutableArray<MonitoringMetric> ReadMetrics(Fields monitoring)
    {
        var declared = new Declared("metric", "rename one of them");
        var metrics = ImmutableArray.CreateBuilder<MonitoringMetric>();
        foreach (var fields in monitoring.Sections("metrics"))
        {
            var name = Names.Simple(fields);
            var type = fields
                .Require("type", "counter, gauge or histogram")
                ?.OneOf("counter", "gauge", "histogram") switch
            {
                "gauge" => MetricType.Gauge,
                "histogram" => MetricType.Histogram,
                _ => MetricType.Counter,
            };
            var tags = fields.Texts("tags");
            fields.Done();
            declared.Add(name, fields);
            metrics.Add(new MonitoringMetric(name, type, tags));
        }

        return metrics.ToImmutable();
    }

    public static ImmutableArray<MonitoringEvent> ReadEvents(Fields monitoring)
    {
        var events = ImmutableArray.CreateBuilder<MonitoringEvent>();
        foreach (var fields in monitoring.Sections("events"))
        {
            var message = new MonitoringEvent(
                EventNames.Require(fields, "trigger"),
                fields.RequiredText("title", "the message's title"),
                fields.Text("text") ?? "",
                fields.Texts("tags"),
                fields.Find("alert_type")?.OneOf("error", "warning", "info", "success")
            );
            fields.Done();
            events.Add(message);
        }

        return events.ToImmutable();
    }
}
