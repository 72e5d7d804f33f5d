using Speckit.Manifests.Diagnostics;
using Speckit.Manifests.Model;
using Speckit.Manifests.Reading;

namespace Speckit.Manifests.Tests.Ospec;

/// <summary>Reads OSpec manifests of one type below a valid head.</summary>
internal static class Plugins
{
    private const char Marker = '¦';

    public static Result<PluginManifest> Read(string type, string rest) =>
        ManifestReader.Read("p", $"plugin_type: {type}\nname: sample\nversion: 1.0.0\n{rest}\n");

    public static Provisions Provides(string type, string rest)
    {
        var result = Read(type, rest);
        result.Diagnostics.ShouldBeEmpty();
        return result.Value.Provides;
    }

    /// <summary>The manifest has one problem, of that code, where the text has a <c>¦</c>.</summary>
    public static void ShouldPoint(string type, string rest, string code)
    {
        var before = rest[..rest.IndexOf(Marker)].Split('\n');
        var expected = $"p:{before.Length + 3}:{before[^1].Length + 1} {code}";

        var result = Read(type, rest.Replace($"{Marker}", ""));

        var problem = result.Diagnostics.ShouldHaveSingleItem();
        $"{problem.Location} {problem.Code}".ShouldBe(expected, problem.ToString());
        problem.Message.ShouldEndWith(".");
        result.Succeeded.ShouldBe(problem.Severity != Severity.Error);
    }
}
