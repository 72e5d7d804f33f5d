using Speckit.Manifests.Reading;
using Speckit.Manifests.Tests.Support;

namespace Speckit.Manifests.Tests.Ospec;

public sealed class TemplateTests
{
    [Fact]
    public void Read_Sample_IsWhole()
    {
        var provides = ManifestReader.Read("p", OspecSamples.Read(OspecSamples.Templates)).Value.Provides;

        provides.Templates.Select(t => t.Name).ShouldBe(["handler", "test"]);
        var handler = provides.Templates[0];
        (handler.Source.Path, handler.Description).ShouldBe(("templates/handler.ts.hbs", "A handler with logging"));
        handler
            .Variables.Select(v => (v.Name, v.Type, v.Required, v.Default?.ToJsonString()))
            .ShouldBe([("handler_name", "string", true, null), ("retries", "integer", false, "3")]);
        handler.ContextProviders.ShouldBe(["tables"]);
        provides.Templates[1].PostProcessors.ShouldBe(["format"]);
        var pattern = provides.TemplatePatterns.ShouldHaveSingleItem();
        pattern.Files[0].ShouldBe(new("handler", "src/{{snake_case handler_name}}.ts"));
        var context = provides.ContextProviders.ShouldHaveSingleItem();
        (context.Name, context.Provider.ToString()).ShouldBe(("tables", "@acme/table-provider"));
        context.Configuration!.ToJsonString().ShouldBe("""{"connection":"${DATABASE_URL}"}""");
        context.Provides.ShouldBe(["table_definitions"]);
        provides.TemplateSettings!.Engine.ShouldBe("handlebars");
        provides.TemplateSettings.Formatters.ShouldBe(["eslint --fix"]);
        provides.TemplateSettings.Helpers.ShouldBe(["case_converters"]);
    }

    [Theory]
    [InlineData("[{name: a, path: p}]")]
    [InlineData("{a: {path: p}}")]
    public void Read_ListOrMapping_IsTheSame(string templates)
    {
        var template = Plugins.Provides("templates", $"templates: {templates}").Templates.ShouldHaveSingleItem();

        (template.Name, template.Source.Path).ShouldBe(("a", "p"));
    }

    [Fact]
    public void Read_TemplateOfAnotherPlugin_IsAWarning()
    {
        var result = Plugins.Read(
            "templates",
            "templates: {handler: {path: p}}\npatterns: [{name: a, files: [{template: handlr, output: x}]}]"
        );

        var problem = result.Diagnostics.ShouldHaveSingleItem();
        (problem.Code, problem.Hint, result.Succeeded).ShouldBe(("SPK1049", "did you mean 'handler'?", true));
    }

    [Theory]
    [InlineData("templates: ¦a", "SPK1025")]
    [InlineData("templates: {¦A b: {path: p}}", "SPK1027")]
    [InlineData("templates: {¦a: {}}", "SPK1024")]
    [InlineData("templates: {a: ¦p}", "SPK1025")]
    [InlineData("templates: {a: {path: p, ¦name: a}}", "SPK1023")]
    [InlineData("templates: [{name: a, path: p}, ¦{name: a, path: q}]", "SPK1032")]
    [InlineData("templates: [{name: a, path: p, variables: [¦a b]}]", "SPK1027")]
    [InlineData("templates: [{name: a, path: p, variables: [{name: ¦1a}]}]", "SPK1027")]
    [InlineData("templates: [{name: a, path: p, variables: [{name: b, type: ¦text}]}]", "SPK1030")]
    [InlineData("templates: [{name: a, path: p, variables: [{name: b, type: boolean, default: ¦yes}]}]", "SPK1041")]
    [InlineData("templates: [{name: a, path: p, variables: [{name: b, type: integer, default: ¦1.5}]}]", "SPK1041")]
    [InlineData("templates: [{name: a, path: p, variables: [{name: b, type: array, default: ¦{}}]}]", "SPK1041")]
    [InlineData("templates: [{name: a, path: p, variables: [{name: b, required: true, default: ¦x}]}]", "SPK1041")]
    [InlineData("templates: [{name: a, path: p, variables: [b, ¦{name: b}]}]", "SPK1032")]
    [InlineData("patterns: [¦{name: a}]", "SPK1024")]
    [InlineData("patterns: [{name: a, files: ¦[]}]", "SPK1026")]
    [InlineData("context_providers: {a: {provider: ¦A b}}", "SPK1027")]
    [InlineData("context_providers: {¦a: {}}", "SPK1024")]
    [InlineData("context_providers: {a: {provider: b, configuration: ¦c}}", "SPK1025")]
    [InlineData("configuration: {template_engine: ¦mustache}", "SPK1030")]
    [InlineData("¦template: []", "SPK1023")]
    public void Read_BadTemplates_AreOneLocatedError(string rest, string code) =>
        Plugins.ShouldPoint("templates", rest, code);

    [Theory]
    [InlineData("src/{{a}}/{{b c}}.ts", true)]
    [InlineData("{{a}}", true)]
    [InlineData("src/{{../a}}.ts", true)]
    [InlineData("../{{a}}", false)]
    [InlineData("/{{a}}", false)]
    [InlineData("{{a}}/../b", false)]
    [InlineData("src/{{a", true)]
    [InlineData("src//{{a}}", false)]
    [InlineData("c:/{{a}}", false)]
    public void Read_OutputPath_IsSafeAroundTheBraces(string output, bool isSafe)
    {
        var result = Plugins.Read(
            "templates",
            $"templates: {{t: {{path: p}}}}\npatterns: [{{name: a, files: [{{template: t, output: '{output}'}}]}}]"
        );

        result.Diagnostics.Select(d => d.Code).ShouldBe(isSafe ? [] : ["SPK1033"]);
    }
}
