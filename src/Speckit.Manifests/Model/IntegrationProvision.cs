using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Speckit.Manifests.Model;

/// <summary>A connector to another tool (JP design §4; OSpec: "Integration Plugins").</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Entrypoint">Where its code is; null for an OSpec integration of data alone.</param>
public sealed record IntegrationProvision(string Name, string Description, Entrypoint? Entrypoint)
{
    /// <summary>What it can do, in words.</summary>
    public ImmutableArray<string> Features { get; init; } = [];

    /// <summary>What it does when something happens.</summary>
    public ImmutableArray<IntegrationFlow> Flows { get; init; } = [];

    /// <summary>How words of this side become words of the other; as the manifest says it, or null.</summary>
    public JsonObject? Mapping { get; init; }

    /// <summary>Measurements it sends.</summary>
    public ImmutableArray<MonitoringMetric> Metrics { get; init; } = [];

    /// <summary>Messages it sends.</summary>
    public ImmutableArray<MonitoringEvent> Events { get; init; } = [];

    /// <summary>Dashboards it sets up.</summary>
    public ImmutableArray<Dashboard> Dashboards { get; init; } = [];

    /// <summary>Whether it is going away.</summary>
    public Deprecation? Deprecated { get; init; }
}

/// <summary>What an integration does when something happens.</summary>
/// <param name="Event">The event.</param>
/// <param name="Actions">What is done, in order.</param>
public sealed record IntegrationFlow(string Event, ImmutableArray<IntegrationAction> Actions);

/// <summary>One thing that an integration does.</summary>
/// <param name="Name">What, such as <c>create_jira_issue</c>.</param>
/// <param name="Settings">With what; texts may hold <c>${…}</c>.</param>
public sealed record IntegrationAction(string Name, JsonObject Settings);

/// <summary>A measurement that is sent (OSpec: "Monitoring Integration").</summary>
/// <param name="Name">Its name, such as <c>ospec.build.duration</c>.</param>
/// <param name="Type">How it is counted.</param>
/// <param name="Tags">What it is told apart by.</param>
public sealed record MonitoringMetric(string Name, MetricType Type, ImmutableArray<string> Tags);

/// <summary>How a measurement is counted.</summary>
public enum MetricType
{
    /// <summary>It only grows.</summary>
    Counter,

    /// <summary>It goes up and down.</summary>
    Gauge,

    /// <summary>Its distribution matters.</summary>
    Histogram,
}

/// <summary>A message that is sent when something happens.</summary>
/// <param name="Trigger">The event.</param>
/// <param name="Title">Its title.</param>
/// <param name="Text">Its text, which may hold <c>${…}</c>.</param>
/// <param name="Tags">What it is found by.</param>
/// <param name="AlertType">error, warning, info or success; null for info.</param>
public sealed record MonitoringEvent(
    string Trigger,
    string Title,
    string Text,
    ImmutableArray<string> Tags,
    string? AlertType
);

/// <summary>A page of charts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Widgets">Its charts, in order.</param>
public sealed record Dashboard(string Name, ImmutableArray<DashboardWidget> Widgets);

/// <summary>A chart.</summary>
/// <param name="Type">Its kind, in the other tool's words.</param>
/// <param name="Metric">What it shows, in the other tool's words.</param>
/// <param name="Title">Its title, or null.</param>
public sealed record DashboardWidget(string Type, string Metric, string? Title);
