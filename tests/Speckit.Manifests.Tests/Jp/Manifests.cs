using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;

namespace Speckit.Manifests.Tests.Jp;

/// <summary>Reads parts of a manifest below a valid head.</summary>
internal static class Manifests
{
    private const string Head = "apiVersion: speckit.dev/v1\nkind: Plugin\nmetadata: {name: sample, version: 1.0.0}\n";
    private const char Marker = '¦';

    public static Result<PluginManifest> Read(string rest) => ManifestReader.Read("p", Head + rest);

    public static Provisions Provides(string rest) => Read("provides:\n" + rest).Value.Provides;

    /// <summary>The manifest has one problem, of that code, where the text has a <c>¦</c>.</summary>
    public static void ShouldPoint(string rest, string code) => ShouldPointAnywhere(Head + rest, code);

    /// <inheritdoc cref="ShouldPoint"/>
    public static void ShouldPointAnywhere(string text, string code)
    {
        var before = text[..text.IndexOf(Marker)].Split('\n');
        var expected = $"p:{before.Length}:{before[^1].Length + 1} {code}";

        var result = ManifestReader.Read("p", text.Replace($"{Marker}", ""));

        var problem = result.Diagnostics.ShouldHaveSingleItem();
        $"{problem.Location} {problem.Code}".ShouldBe(expected, problem.ToString());
        result.Succeeded.ShouldBe(problem.Severity != Severity.Error);
    }
}
