using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;
using Speckit.Manifests.Tests.Support;

namespace Speckit.Manifests.Tests.Ospec;

public sealed class IntegrationTests
{
    [Fact]
    public void Read_Sample_IsWhole()
    {
        var manifest = ManifestReader.Read("p", OspecSamples.Read("integration.yaml")).Value;

        var integration = manifest.Provides.Integrations.ShouldHaveSingleItem();
        (integration.Name, integration.Entrypoint).ShouldBe(("tracker", null));
        integration.Features.ShouldBe(["task_sync"]);
        integration.Flows.Select(f => f.Event).ShouldBe(["task_created", "task_completed"]);
        var open = integration.Flows[0].Actions.ShouldHaveSingleItem();
        (open.Name, open.Settings.ToJsonString()).ShouldBe(
            ("open_ticket", """{"title":"${task.title}","labels":["ospec"]}""")
        );
        integration.Mapping!["priorities"]!["low"]!.GetValue<string>().ShouldBe("P3");
        integration
            .Metrics.Select(m => (m.Name, m.Type))
            .ShouldBe([("ospec.tasks.done", MetricType.Counter), ("ospec.build.seconds", MetricType.Histogram)]);
        var message = integration.Events.ShouldHaveSingleItem();
        (message.Trigger, message.AlertType).ShouldBe(("deployment_successful", "success"));
        integration.Dashboards.ShouldHaveSingleItem().Widgets.ShouldBe([new("timeseries", "ospec.tasks.done", "Done")]);
        manifest.ConfigurationDefaults!["connection"]!.ToJsonString().ShouldBe("""{"token":"${TRACKER_TOKEN}"}""");
    }

    [Fact]
    public void Read_WithCode_HasItsEntrypoint() =>
        Plugins
            .Provides("integration", "entry_points: {main: 'src/x.py:sync'}")
            .Integrations[0]
            .Entrypoint!.ToString()
            .ShouldBe("src/x.py:sync");

    [Theory]
    [InlineData("features: [¦1]", "SPK1025")]
    [InlineData("workflows: {¦Task Created: []}", "SPK1036")]
    [InlineData("workflows: {task_created: ¦a}", "SPK1025")]
    [InlineData("workflows: {task_created: [¦a]}", "SPK1025")]
    [InlineData("workflows: {task_created: [¦{}]}", "SPK1026")]
    [InlineData("workflows: {task_created: [¦{a: {}, b: {}}]}", "SPK1026")]
    [InlineData("workflows: {task_created: [{a: ¦b}]}", "SPK1025")]
    [InlineData("mapping: {a: ¦b}", "SPK1025")]
    [InlineData("monitoring: {metrics: [{name: a, type: ¦timer}]}", "SPK1030")]
    [InlineData("monitoring: {metrics: [¦{name: a}]}", "SPK1024")]
    [InlineData("monitoring: {metrics: [{name: a, type: gauge}, ¦{name: a, type: gauge}]}", "SPK1032")]
    [InlineData("monitoring: {events: [¦{title: a}]}", "SPK1024")]
    [InlineData("monitoring: {events: [{trigger: ¦'a b', title: a}]}", "SPK1036")]
    [InlineData("monitoring: {events: [{trigger: a, title: a, alert_type: ¦warn}]}", "SPK1030")]
    [InlineData("monitoring: {¦dashboards: []}", "SPK1023")]
    [InlineData("dashboards: [¦{widgets: []}]", "SPK1024")]
    [InlineData("dashboards: [{name: a, widgets: [¦{type: b}]}]", "SPK1024")]
    [InlineData("dashboards: [{name: a}, ¦{name: a}]", "SPK1032")]
    [InlineData("¦role: a", "SPK1023")]
    public void Read_BadIntegration_IsOneLocatedError(string rest, string code) =>
        Plugins.ShouldPoint("integration", rest, code);
}
