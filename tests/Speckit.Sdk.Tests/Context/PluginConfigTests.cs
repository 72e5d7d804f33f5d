using System.Text.Json;
using Speckit.Protocol.Messages;

namespace Speckit.Sdk.Tests.Context;

public class PluginConfigTests
{
    private const string Json =
        """{"s":"text","b":true,"i":7,"d":0.5,"l":["a","b"],"e":"very-high","n":null,"deep":{"er":"x"}}""";

    [Fact]
    public void Get_ValuesThere_GivesThem()
    {
        var config = Parse(Json);

        config.GetString("s", "").ShouldBe("text");
        config.GetBool("b", fallback: false).ShouldBeTrue();
        config.GetInt("i", 0).ShouldBe(7);
        config.GetDouble("d", 0).ShouldBe(0.5);
        config.GetDouble("i", 0).ShouldBe(7);
        config.GetStrings("l").ShouldBe(["a", "b"]);
        config.GetEnum("e", Level.Low).ShouldBe(Level.VeryHigh);
        config.GetString("deep.er", "").ShouldBe("x");
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("n")]
    [InlineData("deep.absent")]
    [InlineData("s.er")]
    public void Get_NoValue_GivesTheFallback(string key)
    {
        var config = Parse(Json);

        config.GetString(key, "f").ShouldBe("f");
        config.GetBool(key, fallback: true).ShouldBeTrue();
        config.GetInt(key, 3).ShouldBe(3);
        config.GetDouble(key, 1.5).ShouldBe(1.5);
        config.GetStrings(key).ShouldBeEmpty();
        config.GetEnum(key, Level.VeryHigh).ShouldBe(Level.VeryHigh);
        new PluginConfig(default).GetString(key, "f").ShouldBe("f");
    }

    [Fact]
    public void Get_WrongType_SaysWhichKeyAndWhatItMustBe()
    {
        var config = Parse(Json);

        Should
            .Throw<UsageException>(() => config.GetString("i", ""))
            .Message.ShouldBe("The configuration's 'i' must be a text.");
        Should.Throw<UsageException>(() => config.GetBool("s", fallback: false)).Message.ShouldContain("true or false");
        Should.Throw<UsageException>(() => config.GetInt("d", 0)).Message.ShouldContain("a whole number");
        Should.Throw<UsageException>(() => config.GetDouble("s", 0)).Message.ShouldContain("a number");
        Should.Throw<UsageException>(() => config.GetStrings("s")).Message.ShouldContain("a list of texts");
        Should.Throw<UsageException>(() => config.GetEnum("s", Level.Low)).Message.ShouldContain("low, very-high");
    }

    [Fact]
    public void Bind_Type_IsFilled()
    {
        var config = Parse("""{"path":"x","line":7,"deep":{"file":{"content":"c"}}}""");

        config.Get("deep.file", ProtocolJsonContext.Default.FileContent, new FileContent("f")).Content.ShouldBe("c");
        config.Get("deep.no", ProtocolJsonContext.Default.FileContent, new FileContent("f")).Content.ShouldBe("f");
        config.Bind(ProtocolJsonContext.Default.ReadFileParams).Path.ShouldBe("x");
        new PluginConfig(default).Bind(ProtocolJsonContext.Default.CommandRunResult).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"path":3}""")]
    public void Bind_ConfigurationOfAnotherForm_SaysSo(string json) =>
        Should
            .Throw<UsageException>(() => Parse(json).Bind(ProtocolJsonContext.Default.ReadFileParams))
            .Message.ShouldContain("The configuration is not what the plugin expects");

    private static PluginConfig Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new PluginConfig(document.RootElement.Clone());
    }
}
