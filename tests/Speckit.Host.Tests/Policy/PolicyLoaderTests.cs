using Speckit.Host.Policy;
using Speckit.Host.Policy.Evaluation;
using Speckit.Host.Policy.Model;
using Speckit.Host.Tests.Support;

namespace Speckit.Host.Tests.Policy;

/// <summary>Finding the policies: what cannot be used forbids everything.</summary>
public sealed class PolicyLoaderTests : IDisposable
{
    private readonly TestProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void Load_NoFiles_IsNoPolicy() => PolicyGate.Load(_project.Host).Value.Files.ShouldBeEmpty();

    [Fact]
    public void Load_ThreeFiles_AreTheThreeLayers()
    {
        Write(_project.User.SystemPolicyFile, "plugin_policy: {}");
        Write(_project.User.PolicyFile, "plugin_policy: {}");
        Write(_project.Layout.PolicyFile, PolicyTexts.Ospec);

        var loaded = PolicyGate.Load(_project.Host);

        loaded
            .Value.Files.Select(f => (f.Layer, f.Path))
            .ShouldBe([
                (PolicyLayer.System, _project.User.SystemPolicyFile),
                (PolicyLayer.User, _project.User.PolicyFile),
                (PolicyLayer.Project, ".specify/policy.yaml"),
            ]);
        loaded.Diagnostics.Select(d => d.Code).ShouldBe(["SPK8010", "SPK8010"]);
    }

    [Fact]
    public void Load_InvalidFiles_AreAllToldWithTheirMistakes()
    {
        Write(_project.User.PolicyFile, "plugin_policy: { trust: { minimum_level: most } }");
        Write(_project.Layout.PolicyFile, "plugin_polcy: {}");

        var loaded = PolicyGate.Load(_project.Host);

        loaded.Diagnostics.Select(d => d.Code).ShouldBe(["SPK8001", "SPK1030", "SPK8001", "SPK1023"]);
        loaded.Diagnostics[0].Location!.ToString().ShouldBe($"{_project.User.PolicyFile}:1:42");
        loaded.Diagnostics[2].Hint.ShouldNotBeNull().ShouldContain("'plugin_polcy'");
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("dangling")]
    [InlineData("empty")]
    [InlineData("latin1")]
    [InlineData("large")]
    [InlineData("loop")]
    public async Task Load_FileThatCannotBeUsed_ForbidsEverything(string kind)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && kind is "loop" or "dangling", "links need rights there");
        var path = _project.User.SystemPolicyFile;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        switch (kind)
        {
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "dangling":
                File.CreateSymbolicLink(path, path + ".absent");
                break;
            case "empty":
                File.WriteAllText(path, "");
                break;
            case "latin1":
                File.WriteAllBytes(path, [0xFF, 0xE4]);
                break;
            case "large":
                File.WriteAllText(path, "plugin_policy: {}\n" + new string('#', 2 << 20));
                break;
            default:
                // Nobody can tell whether there is a file below such a folder.
                Directory.Delete(Path.GetDirectoryName(path)!);
                File.CreateSymbolicLink(Path.GetDirectoryName(path)!, Path.GetDirectoryName(path)!);
                break;
        }

        var evaluated = await PolicyGate.EvaluateAsync(_project.Host, PolicyTexts.Subject(), CancellationToken.None);

        evaluated.Diagnostics[0].Code.ShouldBe("SPK8001");
        _project.AuditLines.ShouldHaveSingleItem().ShouldContain("\"outcome\":\"refused\"");
    }

    [Fact]
    public void SystemPolicyFile_ByDefault_IsAtItsFixedPlace()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "another place there");
        new Host.Projects.UserLayout("/home/me").SystemPolicyFile.ShouldBe("/etc/specify/policy.yaml");
    }

    [Fact]
    public void Load_LinkToAPolicy_IsFollowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        Write(_project.Outside("shared.yaml"), "plugin_policy: { plugins: { blocked: ['*'] } }");
        File.CreateSymbolicLink(_project.Layout.PolicyFile, _project.Outside("shared.yaml"));

        PolicyGate.Load(_project.Host).Value.Evaluate(PolicyTexts.Subject()).Verdict.ShouldBe(PolicyVerdict.Refused);
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
