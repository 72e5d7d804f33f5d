using Speckit.Manifests.Model;

namespace Speckit.Manifests.Tests.Jp;

public sealed class CommandTests
{
    private const string Command = "  commands:\n    - name: scan\n      description: d\n      entrypoint: x.py\n";

    [Theory]
    [InlineData("¦{description: d, entrypoint: x}", "SPK1024")]
    [InlineData("¦{name: scan, entrypoint: x}", "SPK1024")]
    [InlineData("¦{name: scan, description: d}", "SPK1024")]
    [InlineData("{name: ¦Scan, description: d, entrypoint: x}", "SPK1027")]
    [InlineData("{name: ¦'a:b:c', description: d, entrypoint: x}", "SPK1027")]
    [InlineData("{name: ¦':b', description: d, entrypoint: x}", "SPK1027")]
    [InlineData("{name: scan, description: d, entrypoint: x, ¦aliases: [y]}", "SPK1023")]
    public void Read_BadCommand_IsOneLocatedError(string command, string code) =>
        Manifests.ShouldPoint($"provides:\n  commands: [{command}]\n", code);

    [Fact]
    public void Read_CommandNotAMapping_IsWrongType() =>
        Manifests.ShouldPoint("provides:\n  commands: [¦scan]\n", "SPK1025");

    [Fact]
    public void Read_SameCommandTwice_IsDuplicate()
    {
        var problem = Manifests
            .Read(
                "provides:\n  commands:\n  - {name: a, description: d, entrypoint: x}\n  - {name: a, description: d, entrypoint: y}\n"
            )
            .Diagnostics.ShouldHaveSingleItem();

        problem
            .ToString()
            .ShouldBe("p:7:5: error SPK1032: The command 'a' is already declared in line 6. (rename one of them)");
    }

    [Fact]
    public void Read_DeclaredParameters_AreRead()
    {
        var command = Manifests
            .Provides(
                Command
                    + """
                          arguments:
                            - { name: feature, description: Feature to scan, required: true }
                            - { name: path, default: src }
                          options:
                            - { name: --severity, description: Least, default: medium }
                            - { name: dry_run, default: false }
                            - { name: quiet, type: boolean }
                            - { name: loud, default: true }
                            - { name: depth, type: integer, default: 3 }
                            - { name: ratio, default: 0.50 }
                            - { name: tag, type: string, required: true, default: }
                    """
            )
            .Commands.ShouldHaveSingleItem();

        command.Arguments!.Value.ShouldBe([
            new ParameterDeclaration("feature", "Feature to scan", true, null),
            new ParameterDeclaration("path", "", false, "src"),
        ]);
        command.Options!.Value.ShouldBe([
            new ParameterDeclaration("severity", "Least", false, "medium"),
            new ParameterDeclaration("dry_run", "", false, "false", true, ParameterType.Boolean),
            new ParameterDeclaration("quiet", "", false, "false", true, ParameterType.Boolean),
            new ParameterDeclaration("loud", "", false, "true", true, ParameterType.Boolean),
            new ParameterDeclaration("depth", "", false, "3", false, ParameterType.Integer),
            new ParameterDeclaration("ratio", "", false, "0.50"),
            new ParameterDeclaration("tag", "", true, null),
        ]);
    }

    [Fact]
    public void Read_EmptyParameterLists_DeclareThatThereAreNone()
    {
        var command = Manifests.Provides(Command + "      arguments: []\n      options: []\n").Commands[0];

        command.Arguments!.Value.ShouldBeEmpty();
        command.Options!.Value.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("arguments: [¦{description: d}]", "SPK1024")]
    [InlineData("arguments: [{name: ¦--x}]", "SPK1027")]
    [InlineData("arguments: [{name: ¦'a b'}]", "SPK1027")]
    [InlineData("arguments: [{name: a, ¦type: string}]", "SPK1023")]
    [InlineData("arguments: [{name: a, required: ¦yes}]", "SPK1025")]
    [InlineData("arguments: [{name: a, default: ¦[b]}]", "SPK1025")]
    [InlineData("arguments: [¦{name: a, required: true, default: b}]", "SPK1041")]
    [InlineData("arguments: [{name: a}, ¦{name: b, required: true}]", "SPK1041")]
    [InlineData("arguments: [{name: a}, ¦{name: a}]", "SPK1032")]
    [InlineData("arguments: [¦a]", "SPK1025")]
    [InlineData("arguments: ¦{a: b}", "SPK1025")]
    [InlineData("options: [{name: ¦-x}]", "SPK1027")]
    [InlineData("options: [{name: ¦--}]", "SPK1027")]
    [InlineData("options: [{name: a, type: ¦number}]", "SPK1030")]
    [InlineData("options: [¦{name: a, type: integer, default: x}]", "SPK1041")]
    [InlineData("options: [¦{name: a, type: boolean, default: 1}]", "SPK1041")]
    [InlineData("options: [¦{name: a, type: boolean, required: true}]", "SPK1041")]
    [InlineData("options: [{name: a, ¦short: b}]", "SPK1023")]
    [InlineData("options: [{name: a}, ¦{name: --a}]", "SPK1032")]
    [InlineData("arguments: [{name: a}]\n      options: [¦{name: a}]", "SPK1032")]
    public void Read_BadParameter_IsOneLocatedError(string parameters, string code) =>
        Manifests.ShouldPoint($"provides:\n{Command}      {parameters}\n", code);
}
