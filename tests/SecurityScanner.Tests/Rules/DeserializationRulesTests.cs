namespace SecurityScanner.Tests.Rules;

/// <summary>Data that becomes objects of its own choice.</summary>
public class DeserializationRulesTests
{
    [Theory]
    [InlineData("py", "unsafe-deserialization", "pickle.loads(data)")]
    [InlineData("py", "unsafe-deserialization", "pickle.load(f)")]
    [InlineData("py", "unsafe-deserialization", "yaml.load(text)")]
    [InlineData("py", "unsafe-deserialization", "yaml.load(text, Loader=yaml.Loader)")]
    [InlineData("py", "unsafe-deserialization", "yaml.unsafe_load(text)")]
    [InlineData("py", "unsafe-deserialization", "marshal.loads(b)")]
    [InlineData("py", "unsafe-deserialization", "from pickle import loads\nloads(b)")]
    [InlineData("py", "unsafe-deserialization", "shelve.open(p)")]
    [InlineData("js", "unsafe-deserialization", "const s = require('node-serialize'); s.unserialize(x)")]
    [InlineData("cs", "unsafe-deserialization", "new BinaryFormatter().Deserialize(s);")]
    [InlineData(
        "cs",
        "unsafe-deserialization",
        "var s = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.All };"
    )]
    [InlineData("cs", "unsafe-deserialization", "new LosFormatter();")]
    [InlineData("cs", "unsafe-deserialization", "new JavaScriptSerializer(new SimpleTypeResolver());")]
    [InlineData("yaml", "unsafe-deserialization", "x: !!python/object/apply:os.system [ls]")]
    [InlineData("json", "unsafe-deserialization", "{\"TypeNameHandling\": \"Auto\"}")]
    public void Scan_Weakness_IsFound(string extension, string rule, string text) =>
        Sample.Rules(Sample.FileFor(extension), text).ShouldBe(rule);

    [Theory]
    [InlineData("py", "pickle.dumps(data)")]
    [InlineData("py", "yaml.safe_load(text)")]
    [InlineData("py", "yaml.load(text, Loader=yaml.SafeLoader)")]
    [InlineData("py", "yaml.load(text, Loader=CSafeLoader)")]
    [InlineData("py", "json.loads(text)")]
    [InlineData("py", "from json import loads\nloads(b)")]
    [InlineData("py", "# pickle.loads(data)")]
    [InlineData("py", "x = \"pickle.loads(data)\"")]
    [InlineData("js", "JSON.parse(x)")]
    [InlineData("js", "a.unserialize(x)")]
    [InlineData("cs", "TypeNameHandling = TypeNameHandling.None")]
    [InlineData("cs", "// new BinaryFormatter()")]
    [InlineData("cs", "JsonSerializer.Deserialize<T>(s);")]
    [InlineData("yaml", "x: !!str abc")]
    [InlineData("json", "{\"TypeNameHandling\": \"None\"}")]
    public void Scan_HarmlessLookAlike_IsNotFound(string extension, string text) =>
        Sample.Rules(Sample.FileFor(extension), text).ShouldBeEmpty();
}
