using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Ospec;

/// <summary><c>plugin_type: stack_selector</c> (OSpec: "Stack Selection Logic").</summary>
internal static class StackSelectorSection
{
    private const string RulesKey = "selection_rules";

    public static Provisions Read(Fields root, Subject subject, Fields? configuration) =>
        new()
        {
            StackSelectors =
            [
                new StackSelectorProvision(subject.Name, subject.Description, ReadRules(root))
                {
                    Deprecated = subject.Deprecated,
                },
            ],
        };

    private static ImmutableArray<SelectionRule> ReadRules(Fields root)
    {
        root.Require(RulesKey, "rules that recommend stacks")?.NotEmpty("rules");
        return [.. root.Sections(RulesKey).Select(ReadRule)];
    }

    private static SelectionRule ReadRule(Fields fields)
    {
        var conditions = fields.Require("conditions", "what must hold of the document")?.Json();
        var stack = Names.Simple(fields, "recommended_stack", "the name of a stack");
        var confidence = fields.Find("confidence")?.NumberIn(0, 1);
        fields.Done();
        return new SelectionRule(conditions ?? new JsonObject(), stack, confidence ?? 1);
    }
}
