using System.Text.Json.Nodes;
using Speckit.Host.Configuration;
using Speckit.Host.Projects;
using Speckit.Host.Tests.Support;
using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Tests.Configuration;

/// <summary><c>${NAME}</c>: from the environment or the user's secrets, to the plugin, and nowhere else.</summary>
public sealed class ReferenceTests : IDisposable
{
    private readonly TempFolder _home = new();
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly SecretMask _mask = new();
    private readonly Configured _plugin = new();

    [Theory]
    [InlineData("anything: ${A}\n", "value")]
    [InlineData("anything: x${A}y${A}\n", "xvalueyvalue")]
    [InlineData("anything: $${A}\n", "${A}")]
    [InlineData("anything: $${A}${A}\n", "${A}value")]
    [InlineData("anything: ${task.id} ${} ${1A} ${A\n", "${task.id} ${} ${1A} ${A")]
    [InlineData("anything: $${task.id}\n", "$${task.id}")]
    [InlineData("anything: $$$\n", "$$$")]
    public void Resolve_Text_FillsInNamesAndNothingElse(string yaml, string expected)
    {
        _variables["A"] = "value";

        Resolve(yaml).Value["anything"]!.GetValue<string>().ShouldBe(expected);
    }

    [Fact]
    public void Resolve_ValueWithAReferenceInIt_IsNotResolvedAgain()
    {
        _variables["A"] = "${B}";
        _variables["B"] = "secret";

        Resolve("anything: ${A}\n").Value["anything"]!.GetValue<string>().ShouldBe("${B}");
    }

    [Fact]
    public void Resolve_WholeReference_TakesTheTypeOfTheSchema()
    {
        _variables["PORT"] = "8080";
        _variables["FLAG"] = "false";
        _variables["TEXT"] = "12";

        var config = Resolve("port: ${PORT}\nscan_dependencies: ${FLAG}\nexample.com: ${TEXT}\n").Value;

        config["port"]!.GetValue<long>().ShouldBe(8080);
        config["scan_dependencies"]!.GetValue<bool>().ShouldBeFalse();
        config["example.com"]!.GetValue<string>().ShouldBe("12");
    }

    [Fact]
    public void Resolve_ItemOfAList_IsFilledInAndTyped()
    {
        _variables["W"] = "1.5";

        var config = Resolve("hosts: [{ name: a, weight: '${W}' }]\n").Value;

        config["hosts"]![0]!["weight"]!.GetValue<double>().ShouldBe(1.5);
    }

    [Theory]
    [InlineData("port: ${A}\n", "s3cr3t-value")]
    [InlineData("severity_threshold: ${A}\n", "s3cr3t-value")]
    [InlineData("server: { url: '${A}' }\n", "s3cr3t-value")]
    [InlineData("port: ${A}\n", "-12345")]
    public void Resolve_ValueThatDoesNotFit_IsRefusedAndNotShown(string yaml, string value)
    {
        _variables["A"] = value;

        var problem = Resolve(yaml).Diagnostics.ShouldHaveSingleItem();

        problem.Code.ShouldBe("SPK5040");
        problem.ToString().ShouldNotContain(value);
        problem.Message.ShouldContain("${A}");
        problem.Location!.Line.ShouldBe(1);
    }

    [Fact]
    public void Resolve_MissingNames_AreAllToldWithTheirPlaces()
    {
        var problems = Resolve("anything: ${A}\nserver: { url: '${B}' }\n").Diagnostics;

        problems.Select(p => p.Code).ShouldBe(["SPK5043", "SPK5043"]);
        problems.Select(p => p.Location!.Line).ShouldBe([1, 2]);
        problems[1].Message.ShouldContain("'server.url'");
    }

    [Fact]
    public void Resolve_EmptyVariable_IsMissing()
    {
        _variables["A"] = "";

        Resolve("anything: ${A}\n").Succeeded.ShouldBeFalse();
    }

    [Fact]
    public void Resolve_NameInTheSecretsFile_IsFound()
    {
        WriteSecrets("TOKEN: from-file\nOTHER: 12\n");
        _variables["OTHER"] = "from-environment";

        var config = Resolve("anything: ${TOKEN} ${OTHER}\n").Value;

        config["anything"]!.GetValue<string>().ShouldBe("from-file from-environment");
        _mask.Apply("from-file or from-environment").ShouldBe("*** or ***");
    }

    [Fact]
    public void Resolve_NameNobodyRefersTo_IsNotRead()
    {
        WriteSecrets("TOKEN: from-file\n", UnixFileMode.UserRead | UnixFileMode.OtherRead);
        _variables["A"] = "value";

        Resolve("anything: ${A}\n").Succeeded.ShouldBeTrue();
        _mask.Apply("from-file").ShouldBe("from-file");
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void Resolve_SecretsThatOthersMayRead_AreRefused(UnixFileMode extra)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "modes are Unix's");
        WriteSecrets("TOKEN: from-file\n", UnixFileMode.UserRead | UnixFileMode.UserWrite | extra);

        var problem = Resolve("anything: ${TOKEN}\n").Diagnostics.ShouldHaveSingleItem();

        problem.Code.ShouldBe("SPK5044");
        problem.ToString().ShouldNotContain("from-file");
    }

    [Theory]
    [InlineData("TOKEN: 'from-file\n")]
    [InlineData("- from-file\n")]
    [InlineData("TOKEN: { from-file: 1 }\n")]
    [InlineData("from-file")]
    public void Resolve_SecretsThatAreNoMap_AreRefusedAndNotShown(string text)
    {
        WriteSecrets(text);

        var problem = Resolve("anything: ${TOKEN}\n").Diagnostics.ShouldHaveSingleItem();

        problem.Code.ShouldBe("SPK5045");
        problem.ToString().ShouldNotContain("from-file");
    }

    [Fact]
    public void Resolve_KeyWithAReference_IsLeftAlone()
    {
        Resolve("anything: { '${A}': 1 }\n").Value["anything"]!.AsObject().ShouldHaveSingleItem().Key.ShouldBe("${A}");
    }

    [Fact]
    public void Apply_SecretInsideAnother_HidesTheLongerOne()
    {
        _mask.Add("abcd");
        _mask.Add("abcdefgh");
        _mask.Add("abc");

        _mask.Apply("abcdefgh abcd abc").ShouldBe("*** *** abc");
    }

    public void Dispose()
    {
        _home.Dispose();
        _plugin.Dispose();
    }

    private Result<JsonObject> Resolve(string yaml) =>
        ReferenceResolver.Resolve(
            _plugin.Parts(yaml),
            new SecretSource(new UserLayout(_home.Path), name => _variables.GetValueOrDefault(name)),
            _mask
        );

    private void WriteSecrets(string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        var path = new UserLayout(_home.Path).SecretsFile;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
