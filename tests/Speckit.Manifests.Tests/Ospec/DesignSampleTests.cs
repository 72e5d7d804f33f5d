using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;
using Speckit.Manifests.Tests.Support;

namespace Speckit.Manifests.Tests.Ospec;

/// <summary>Every plugin manifest of the OSpec text loads. Without the text, samples of the same shapes stand in for it.</summary>
public sealed class DesignSampleTests
{
    private static readonly ManifestReadOptions InFolder = new() { FolderName = "some folder" };

    public static TheoryData<int> Manifests => [.. Enumerable.Range(0, Texts.Length)];

    private static string[] Texts { get; } =
        OspecSamples.Blocks.Count > 0
            ? [.. OspecSamples.Blocks.Where(b => b.Contains("plugin_type:"))]
            : [.. OspecSamples.Names.Select(OspecSamples.Read)];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Read_ManifestOfTheDesign_Loads(int index)
    {
        var result = ManifestReader.Read("plugin.yaml", Texts[index], InFolder);

        string[] harmless = ["SPK1044", "SPK1049"];
        result.Diagnostics.Where(d => !harmless.Contains(d.Code)).ShouldBeEmpty();
        result.Value.Dialect.ShouldBe(ManifestDialect.Ospec);
    }

    [Fact]
    public void Texts_OfTheDesign_AreAllTypes()
    {
        Texts.Length.ShouldBeGreaterThanOrEqualTo(9);
        var provided = Texts.Select(t => ManifestReader.Read("p", t, InFolder).Value.Provides).ToList();

        provided.Count(p => p.OutcomeTypes.Length > 0).ShouldBe(2);
        provided.ShouldContain(p => p.Stacks.Length == 1);
        provided.ShouldContain(p => p.StackSelectors.Length == 1);
        provided.ShouldContain(p => p.Agents.Length == 1);
        provided.ShouldContain(p => p.GuardrailRules.Length == 3);
        provided.ShouldContain(p => p.QualityMetrics.Length == 3);
        provided.ShouldContain(p => p.Integrations.Length == 1);
        provided.ShouldContain(p => p.Templates.Length == 2);
        provided.ShouldContain(p => p.Automations.Length == 1);
    }

    [Theory]
    [InlineData("communication:", "plugin_type: \"agent\"", OspecSamples.Agent)]
    [InlineData("context_providers:", "plugin_type: \"templates\"", OspecSamples.Templates)]
    public void Read_FragmentWithItsManifest_Loads(string start, string type, string ours)
    {
        var fragment = OspecSamples.Blocks.SingleOrDefault(b =>
            b.Contains($"\n{start}\n") && !b.Contains("plugin_type")
        );
        var manifest = OspecSamples.Blocks.FirstOrDefault(b => b.Contains(type));
        var text = fragment is null ? OspecSamples.Read(ours) : $"{manifest}\n{fragment}";

        var read = ManifestReader.Read("plugin.yaml", text, InFolder);

        read.Succeeded.ShouldBeTrue(string.Join('\n', read.Diagnostics));
        var provides = read.Value.Provides;
        (
            provides.ContextProviders.Length + (provides.Agents is [{ Communication: not null }] ? 1 : 0)
        ).ShouldBePositive();
    }
}
