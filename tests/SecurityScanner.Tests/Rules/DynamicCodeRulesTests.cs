namespace SecurityScanner.Tests.Rules;

/// <summary>Text run as code.</summary>
public class DynamicCodeRulesTests
{
    [Theory]
    [InlineData("py", "dynamic-code", "eval(user_input)")]
    [InlineData("py", "dynamic-code", "exec(code)")]
    [InlineData("py", "dynamic-code", "eval(f\"{a}+1\")")]
    [InlineData("js", "dynamic-code", "eval(x)")]
    [InlineData("js", "dynamic-code", "new Function('a', body)")]
    [InlineData("js", "dynamic-code", "vm.runInNewContext(code)")]
    [InlineData("ts", "dynamic-code", "window.eval(src)")]
    [InlineData("cs", "dynamic-code", "await CSharpScript.EvaluateAsync(code);")]
    [InlineData("py", "dynamic-code", "f\"{eval(x)}\"")]
    [InlineData("js", "dynamic-code", "`${eval(x)}`")]
    [InlineData("cs", "dynamic-code", "$\"{CSharpScript.EvaluateAsync(code)}\";")]
    public void Scan_Weakness_IsFound(string extension, string rule, string text) =>
        Sample.Rules(Sample.FileFor(extension), text).ShouldBe(rule);

    [Theory]
    [InlineData("py", "eval(\"1+1\")")]
    [InlineData("py", "ast.literal_eval(x)")]
    [InlineData("py", "model.eval()")]
    [InlineData("py", "def eval(x): pass")]
    [InlineData("py", "# eval(x)")]
    [InlineData("py", "x = \"eval(x)\"")]
    [InlineData("py", "cursor.exec(x)")]
    [InlineData("js", "eval('1')")]
    [InlineData("js", "page.eval(x)")]
    [InlineData("js", "// eval(x)")]
    [InlineData("js", "function Function(a) {}")]
    [InlineData("js", "const s = \"eval(x)\"")]
    [InlineData("js", "/eval(x)/.test(s)")]
    [InlineData("cs", "Evaluate(x);")]
    public void Scan_HarmlessLookAlike_IsNotFound(string extension, string text) =>
        Sample.Rules(Sample.FileFor(extension), text).ShouldBeEmpty();
}
