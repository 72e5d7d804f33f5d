using System.Text.Json;
using Speckit.Protocol.Messages;
using Speckit.Sdk.Binding;

namespace Speckit.Sdk.Tests.Binding;

public class CommandModelTests
{
    [Fact]
    public void Bind_EverythingGiven_FillsEverything()
    {
        var command = BindAll(
            ["app", "1", "-2"],
            """{"level":"very-high","flag":true,"count":"7","big":"9000000000","ratio":1.25,"tag":["a","b"]}"""
        );

        command.Name.ShouldBe("app");
        command.Rest.ShouldBe([1, -2]);
        command.Level.ShouldBe(Level.VeryHigh);
        command.Flag.ShouldBeTrue();
        command.Count.ShouldBe(7);
        command.Big.ShouldBe(9_000_000_000);
        command.Ratio.ShouldBe(1.25);
        command.Tags.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Bind_OnlyRequired_LeavesDefaultsAndInitialValues()
    {
        var command = BindAll(["app"], "{}");

        command.Rest.ShouldBeEmpty();
        command.Level.ShouldBe(Level.Low);
        command.Flag.ShouldBeFalse();
        command.Count.ShouldBe(3);
        command.Big.ShouldBeNull();
        command.Ratio.ShouldBe(0.5);
        command.Tags.ShouldBe(["initial"]);
    }

    [Theory]
    [InlineData("""{"--flag":""}""")]
    [InlineData("""{"flag":"yes"}""")]
    [InlineData("""{"flag":"1"}""")]
    [InlineData("""{"flag":true}""")]
    public void Bind_Flag_TakesTheWaysToSayYes(string options) => BindAll(["app"], options).Flag.ShouldBeTrue();

    [Theory]
    [InlineData("""{"LEVEL":"low"}""", "no option --LEVEL. Did you mean --level?")]
    [InlineData("""{"levle":"low"}""", "Did you mean --level?")]
    [InlineData("""{"unlike-any":"x"}""", "no option --unlike-any.")]
    [InlineData(
        """{"level":"verry-high"}""",
        "--level must be one of low, very-high; 'verry-high' is not. Did you mean very-high?"
    )]
    [InlineData("""{"level":"1"}""", "'1' is not.")]
    [InlineData("""{"level":true}""", "--level needs a value.")]
    [InlineData("""{"level":null}""", "not text")]
    [InlineData("""{"count":"x"}""", "--count must be a whole number; 'x' is not.")]
    [InlineData("""{"count":"3000000000"}""", "between -2147483648 and 2147483647")]
    [InlineData("""{"count":["1","2"]}""", "--count takes one value; 2 were given.")]
    [InlineData("""{"count":1,"--count":2}""", "--count is given twice.")]
    [InlineData("""{"ratio":"NaN"}""", "--ratio must be a number")]
    [InlineData("""{"ratio":"1,5"}""", "--ratio must be a number")]
    [InlineData("""{"flag":"maybe"}""", "--flag must be true or false; 'maybe' is not.")]
    [InlineData("""{"tag":[{}]}""", "not text")]
    public void Bind_OptionThatDoesNotFit_SaysWhatDoes(string options, string message) =>
        Should.Throw<UsageException>(() => BindAll(["app"], options)).Message.ShouldContain(message);

    [Fact]
    public void Bind_ArgumentsThatDoNotFit_SaysWhatDoes()
    {
        Should
            .Throw<UsageException>(() => BindAll([], "{}"))
            .Message.ShouldBe("The argument 'name' of 'demo:all' is missing.");
        Should.Throw<UsageException>(() => BindAll(["a", "b"], "{}")).Message.ShouldContain("'b' is not");
        Should
            .Throw<UsageException>(() => Bind<StrictCommand>(["a", "b"], """{"severity":"low"}"""))
            .Message.ShouldContain("'b' is one too many");
        Should.Throw<UsageException>(() => Bind<StrictCommand>([], "{}")).Message.ShouldContain("needs --severity");
    }

    [Fact]
    public void Bind_Twice_GivesFreshCommands()
    {
        var model = CommandModel.Of<AllCommand>();
        var first = (AllCommand)model.Bind(Call(["a"], """{"count":9}"""));
        var second = (AllCommand)model.Bind(Call(["b"], "{}"));

        first.Count.ShouldBe(9);
        second.Count.ShouldBe(3);
    }

    [Fact]
    public void Of_AttributesThatMakeNoSense_Throws()
    {
        Should.Throw<InvalidOperationException>(CommandModel.Of<Nameless>).Message.ShouldContain("[Command");
        Should.Throw<InvalidOperationException>(CommandModel.Of<SamePosition>).Message.ShouldContain("position 0");
        Should.Throw<InvalidOperationException>(CommandModel.Of<SameOption>).Message.ShouldContain("--a");
        Should.Throw<InvalidOperationException>(CommandModel.Of<NoSetter>).Message.ShouldContain("setter");
        Should.Throw<InvalidOperationException>(CommandModel.Of<WrongType>).Message.ShouldContain("cannot be filled");
        Should.Throw<InvalidOperationException>(CommandModel.Of<ArrayFirst>).Message.ShouldContain("array comes last");
        Should.Throw<InvalidOperationException>(CommandModel.Of<RequiredLast>).Message.ShouldContain("before optional");
        Should.Throw<UsageException>(CommandModel.Of<WrongDefault>);
    }

    private static AllCommand BindAll(string[] arguments, string options) => Bind<AllCommand>(arguments, options);

    private static T Bind<T>(string[] arguments, string options)
        where T : Command, new() => (T)CommandModel.Of<T>().Bind(Call(arguments, options));

    private static CommandRunParams Call(string[] arguments, string options)
    {
        using var json = JsonDocument.Parse(options);
        return new CommandRunParams(
            "x",
            arguments,
            json.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Clone())
        );
    }

    private abstract class Quiet : Command
    {
        public override Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken) =>
            Task.FromResult(CommandResult.Done);
    }

    private sealed class Nameless : Quiet;

    [Command("x")]
    private sealed class SamePosition : Quiet
    {
        [Argument(0, "a")]
        public string A { get; set; } = "";

        [Argument(0, "b")]
        public string B { get; set; } = "";
    }

    [Command("x")]
    private sealed class SameOption : Quiet
    {
        [Option("--a")]
        public string A { get; set; } = "";

        [Option("a")]
        public string B { get; set; } = "";
    }

    [Command("x")]
    private sealed class NoSetter : Quiet
    {
        [Option("--a")]
        public string A { get; } = "";
    }

    [Command("x")]
    private sealed class WrongType : Quiet
    {
        [Option("--a")]
        public Uri? A { get; set; }
    }

    [Command("x")]
    private sealed class ArrayFirst : Quiet
    {
        [Argument(0, "a")]
        public string[] A { get; set; } = [];

        [Argument(1, "b", Required = false)]
        public string B { get; set; } = "";
    }

    [Command("x")]
    private sealed class RequiredLast : Quiet
    {
        [Argument(0, "a", Required = false)]
        public string A { get; set; } = "";

        [Argument(1, "b")]
        public string B { get; set; } = "";
    }

    [Command("x")]
    private sealed class WrongDefault : Quiet
    {
        [Option("--a", Default = "many")]
        public int A { get; set; }
    }
}
