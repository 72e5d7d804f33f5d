using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Ospec;

/// <summary><c>dashboards</c> of an integration.</summary>
internal static class DashboardSection
{
    public static ImmutableArray<Dashboard> Read(Fields root)
    {
        var declared = new Declared("dashboard", "rename one of them");
        var dashboards = ImmutableArray.CreateBuilder<Dashboard>();
        foreach (var fields in root.Sections("dashboards"))
        {
            var name = fields.RequiredText("name", "the dashboard's name");
            var widgets = fields.Sections("widgets").Select(ReadWidget).ToImmutableArray();
            fields.Done();
            declared.Add(name, fields);
            dashboards.Add(new Dashboard(name, widgets));
        }

        return dashboards.ToImmutable();
    }

    private static DashboardWidget ReadWidget(Fields fields)
    {
        var widget = new DashboardWidget(
            fields.RequiredText("type", "the kind of chart"),
            fields.RequiredText("metric", "what it shows"),
            fields.Text("title")
        );
        fields.Done();
        return widget;
    }
}
