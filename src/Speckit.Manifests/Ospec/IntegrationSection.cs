using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;

namespace Speckit.Manifests.Ospec;

/// <summary><c>plugin_type: integration</c> (OSpec: "Integration Plugins").</summary>
internal static class IntegrationSection
{
    public static Provisions Read(Fields root, Subject subject, Fields? configuration)
    {
        var integration = new IntegrationProvision(subject.Name, subject.Description, subject.Main)
        {
            Features = root.Texts("features"),
            Flows = ReadFlows(root),
            Mapping = ReadMapping(root),
            Dashboards = DashboardSection.Read(root),
            Deprecated = subject.Deprecated,
        };
        if (root.Section("monitoring") is { } monitoring)
        {
            integration = integration with
            {
                Metrics = MonitoringSection.ReadMetrics(monitoring),
                Events = MonitoringSection.ReadEvents(monitoring),
            };
            monitoring.Done();
        }

        return new Provisions { Integrations = [integration] };
    }

    private static ImmutableArray<IntegrationFlow> ReadFlows(Fields root)
    {
        var flows = ImmutableArray.CreateBuilder<IntegrationFlow>();
        foreach (var (@event, value) in root.Find("workflows")?.Entries() ?? [])
        {
            EventNames.CheckKey(value, @event);
            flows.Add(new IntegrationFlow(@event, [.. value.List().Select(ReadAction).OfType<IntegrationAction>()]));
        }

        return flows.ToImmutable();
    }

    // One key: what to do. Its value: with what.
    private static IntegrationAction? ReadAction(Value item)
    {
        var entries = item.Entries();
        if (entries is [var (name, settings)])
        {
            return settings.Json() is { } json ? new IntegrationAction(name, json) : null;
        }

        if (item.IsMapping)
        {
            item.OutOfBounds(
                "has no or several keys; expected one, the action",
                "start each action on a line of its own with '- '"
            );
        }

        return null;
    }

    private static JsonObject? ReadMapping(Fields root)
    {
        if (root.Find("mapping") is not { } value)
        {
            return null;
        }

        foreach (var (_, words) in value.Entries())
        {
            words.Section();
        }

        return value.IsMapping ? value.Json() : null;
    }
}
