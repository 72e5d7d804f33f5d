using Speckit.Manifests.Binding;
using Speckit.Manifests.Model;

namespace Speckit.Manifests.Ospec;

/// <summary><c>plugin_type: templates</c> (OSpec: "Template Plugins").</summary>
internal static class TemplateSection
{
    public static Provisions Read(Fields root, Subject subject, Fields? configuration)
    {
        var templates = TemplateList.Read(root);
        return new Provisions
        {
            Templates = templates,
            TemplatePatterns = PatternSection.Read(root, templates),
            ContextProviders = ContextProviderSection.Read(root),
            TemplateSettings = configuration is null
                ? new TemplateSettings(TemplateSettings.DefaultEngine, [], [])
                : new TemplateSettings(
                    configuration.Find("template_engine")?.OneOf(TemplateSettings.DefaultEngine)
                        ?? TemplateSettings.DefaultEngine,
                    configuration.Texts("formatters"),
                    configuration.Texts("helpers")
                ),
        };
    }
}
