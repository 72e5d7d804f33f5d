using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;

namespace Speckit.Manifests.Ospec;

/// <summary><c>plugin_type: outcome_type</c> (OSpec: "Outcome Type Plugins").</summary>
internal static class OutcomeTypeSection
{
    public static Provisions Read(Fields root, Subject subject, Fields? configuration) =>
        new()
        {
            OutcomeTypes =
            [
                new OutcomeTypeProvision(subject.Name, subject.Description)
                {
                    Schema = root.Find("schema")?.Json(),
                    AcceptanceDefaults = root.Find("acceptance_defaults")?.Json(),
                    StackDefaults = TextMap.Read(root, "stack_defaults"),
                    Deprecated = subject.Deprecated,
                },
            ],
            Templates = TemplateList.Read(root),
        };
}
