using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;

namespace Speckit.Manifests.Ospec;

/// <summary>An agent's <c>communication</c> (OSpec: "Agent Communication Protocols").</summary>
internal static class CommunicationSection
{
    public static AgentCommunication? Read(Fields root)
    {
        if (root.Section("communication") is not { } section)
        {
            return null;
        }

        var communication = new AgentCommunication(
            section.Texts("input_formats"),
            section.Texts("output_formats"),
            [],
            []
        );
        if (section.Section("events") is { } events)
        {
            communication = communication with
            {
                Subscribes = EventNames.List(events, "subscribes"),
                Publishes = EventNames.List(events, "publishes"),
            };
            events.Done();
        }

        section.Done();
        return communication;
    }
}
