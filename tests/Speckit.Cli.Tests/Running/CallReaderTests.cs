using System.Collections.Immutable;
using System.Text.Json;
using Speckit.Cli.Running;
using Speckit.Manifests.Model;

namespace Speckit.Cli.Tests.Running;

public sealed class CallReaderTests
{
    private static readonly ImmutableArray<ParameterDeclaration> Arguments =
    [
        new("from", "Where from", Required: true, Default: null),
        new("to", "Where to", Required: false, Default: "here"),
    ];

    private static readonly ImmutableArray<ParameterDeclaration> Options =
    [
        new("level", "How much", Required: true, Default: null),
        new("max", "At most", Required: false, Default: "5", Type: ParameterType.Integer),
        new("loud", "Loudly", Required: false, Default: "false", IsFlag: true, Type: ParameterType.Boolean),
    ];

    [Theory]
    [InlineData("a --level x", "a here", """{"level":"x","max":"5"}""")]
    [InlineData("a b --level x", "a b", """{"level":"x","max":"5"}""")]
    [InlineData("--level x a", "a here", """{"level":"x","max":"5"}""")]
    [InlineData("a --level=x", "a here", """{"level":"x","max":"5"}""")]
    [InlineData("a --level=x=y", "a here", """{"level":"x=y","max":"5"}""")]
    [InlineData("a --level=", "a here", """{"level":"","max":"5"}""")]
    [InlineData("a --level -5", "a here", """{"level":"-5","max":"5"}""")]
    [InlineData("a --level x --max -3", "a here", """{"level":"x","max":"-3"}""")]
    [InlineData("a --level x --level y --level z", "a here", """{"level":["x","y","z"],"max":"5"}""")]
    [InlineData("a --level x --loud", "a here", """{"level":"x","loud":true,"max":"5"}""")]
    [InlineData("a --level x --loud --loud", "a here", """{"level":"x","loud":true,"max":"5"}""")]
    [InlineData("a --level x --loud=false", "a here", """{"level":"x","loud":false,"max":"5"}""")]
    [InlineData("--level x -- --loud", "--loud here", """{"level":"x","max":"5"}""")]
    [InlineData("--level x -- a --", "a --", """{"level":"x","max":"5"}""")]
    [InlineData("--level=--loud a", "a here", """{"level":"--loud","max":"5"}""")]
    public void Read_DeclaredParameters_AreTaken(string line, string arguments, string options)
    {
        var read = CallReader.Read(Command(Arguments, Options), line.Split(' '));

        read.Succeeded.ShouldBeTrue(string.Join("; ", read.Diagnostics));
        string.Join(' ', read.Value.Arguments).ShouldBe(arguments);
        Json(read.Value.Options).ShouldBe(options);
    }

    [Theory]
    [InlineData("--level x", "needs the argument <from>")]
    [InlineData("a b c --level x", "takes no argument 'c'")]
    [InlineData("a", "needs the option --level")]
    [InlineData("a --level", "--level needs a value")]
    [InlineData("a --level --loud", "--level needs a value")]
    [InlineData("a --level -- x", "--level needs a value")]
    [InlineData("a --level x --max", "--max needs a value")]
    [InlineData("a --level x --max many", "--max needs a whole number, not 'many'")]
    [InlineData("a --level x --max 1.5", "--max needs a whole number, not '1.5'")]
    [InlineData("a --level x --max=", "--max needs a whole number, not ''")]
    [InlineData("a --level x --max 99999999999999999999", "whole number")]
    [InlineData("a --level x --loud=maybe", "--loud is a flag and takes no value")]
    [InlineData("a --levle x", "has no option --levle")]
    [InlineData("a --=x --level x", "has no option --")]
    public void Read_DeclaredParameters_MistakesAreTold(string line, string problem)
    {
        var read = CallReader.Read(Command(Arguments, Options), line.Split(' '));

        read.Succeeded.ShouldBeFalse();
        read.Diagnostics.Select(d => d.Message).ShouldContain(m => m.Contains(problem));
        read.Diagnostics.ShouldAllBe(d => d.Code == "SPK6002");
    }

    [Fact]
    public void Read_SeveralMistakes_AreToldAtOnce() =>
        CallReader
            .Read(Command(Arguments, Options), ["--max", "x", "--lvel", "y", "--loud=2"])
            .Diagnostics.Length.ShouldBeGreaterThanOrEqualTo(4);

    [Fact]
    public void Read_MisspelledOption_IsGuessed() =>
        CallReader
            .Read(Command(Arguments, Options), ["a", "--levl", "x"])
            .Diagnostics.Select(d => d.Hint)
            .ShouldContain("did you mean --level?");

    [Theory]
    [InlineData("", "", "{}")]
    [InlineData("a b", "a b", "{}")]
    [InlineData("--x", "", """{"x":true}""")]
    [InlineData("--x 1 a", "a", """{"x":"1"}""")]
    [InlineData("--x --y 2", "", """{"x":true,"y":"2"}""")]
    [InlineData("--x=1 --x=2", "", """{"x":["1","2"]}""")]
    [InlineData("-v -- --x", "-v --x", "{}")]
    public void Read_NothingDeclared_EverythingIsPassedOn(string line, string arguments, string options)
    {
        var tokens = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        var read = CallReader.Read(Command(null, null), tokens).Value;

        string.Join(' ', read.Arguments).ShouldBe(arguments);
        Json(read.Options).ShouldBe(options);
    }

    [Fact]
    public void Read_DeclaredEmpty_TakesNothing()
    {
        CallReader.Read(Command([], []), ["a"]).Succeeded.ShouldBeFalse();
        CallReader.Read(Command([], []), ["--a"]).Succeeded.ShouldBeFalse();
        CallReader.Read(Command([], []), []).Succeeded.ShouldBeTrue();
    }

    private static CommandProvision Command(
        ImmutableArray<ParameterDeclaration>? arguments,
        ImmutableArray<ParameterDeclaration>? options
    ) => new("x:y", "Does it", new Entrypoint("bin/X.dll", "X"), arguments, options);

    private static string Json(IReadOnlyDictionary<string, JsonElement> options) =>
        JsonSerializer.Serialize(
            new SortedDictionary<string, JsonElement>(options.ToDictionary(), StringComparer.Ordinal)
        );
}
