using System.Collections.Immutable;
using Speckit.Manifests.Binding;
using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Sections;

namespace Speckit.Manifests.Ospec;

/// <summary><c>rules</c>: code that must or must not be there, and packages that may or may not be used.</summary>
internal static class GuardrailRuleSection
{
    public static ImmutableArray<GuardrailRule> Read(Fields root)
    {
        var declared = new Declared("rule", "rename one of them");
        var rules = ImmutableArray.CreateBuilder<GuardrailRule>();
        foreach (var fields in root.Sections("rules"))
        {
            var rule = ReadOne(fields);
            declared.Add(rule.Id, fields);
            rules.Add(rule);
        }

        return rules.ToImmutable();
    }

    private static GuardrailRule ReadOne(Fields fields)
    {
        var id = Names.Simple(fields, "id", "the rule's name");
        var description = fields.RequiredText("description", "what the rule asks for");
        var type = fields
            .Require("type", "code_analysis or dependency_check")
            ?.OneOf("code_analysis", "dependency_check");
        var severity = fields
            .Require("severity", "info, warning, error or critical")
            ?.OneOf("info", "warning", "error", "critical") switch
        {
            "info" => GuardrailSeverity.Info,
            "warning" => GuardrailSeverity.Warning,
            "critical" => GuardrailSeverity.Critical,
            _ => GuardrailSeverity.Error,
        };
        var kind = type == "dependency_check" ? GuardrailKind.DependencyCheck : GuardrailKind.CodeAnalysis;
        var rule = new GuardrailRule(id, description, kind, severity) { Deprecated = DeprecationReader.Read(fields) };
        rule = type switch
        {
            "code_analysis" => rule with { Triggers = ReadTriggers(fields) },
            "dependency_check" => ReadPackages(rule, fields),
            _ => rule,
        };
        if (type is not null)
        {
            fields.Done();
        }

        return rule;
    }

    // One pattern may stand beside the rule's other keys.
    private static ImmutableArray<GuardrailTrigger> ReadTriggers(Fields fields)
    {
        var listed = fields.Find("triggers");
        if (fields.Find("pattern") is null && listed is null)
        {
            fields.Problems.Add(
                ManifestDiagnostics.MissingKey.Error(
                    $"'{fields.Path}' has neither 'pattern' nor 'triggers'; expected what code it is about.",
                    "add 'pattern:'",
                    fields.Location
                )
            );
        }

        var triggers = ImmutableArray.CreateBuilder<GuardrailTrigger>();
        if (fields.Find("pattern") is not null || listed is null)
        {
            triggers.Add(ReadTrigger(fields));
        }
        else
        {
            listed.NotEmpty("patterns");
        }

        foreach (var item in listed?.List() ?? [])
        {
            if (item.Section() is { } trigger)
            {
                trigger.Require("pattern", "a regular expression");
                triggers.Add(ReadTrigger(trigger));
                trigger.Done();
            }
        }

        return triggers.ToImmutable();
    }

    private static GuardrailTrigger ReadTrigger(Fields fields) =>
        new(
            RegularExpression.Find(fields, "pattern") ?? "",
            RegularExpression.Find(fields, "requires"),
            fields.Text("context")
        );

    private static GuardrailRule ReadPackages(GuardrailRule rule, Fields fields)
    {
        var allowed = fields.Find("allowed_packages");
        if (allowed is null && fields.Find("blocked_packages") is null)
        {
            fields.Problems.Add(
                ManifestDiagnostics.MissingKey.Error(
                    $"'{fields.Path}' has neither 'allowed_packages' nor 'blocked_packages'; expected one of them.",
                    "list the packages",
                    fields.Location
                )
            );
        }

        return rule with
        {
            AllowedPackages = allowed is null ? null : fields.Texts("allowed_packages"),
            BlockedPackages = fields.Texts("blocked_packages"),
        };
    }
}
