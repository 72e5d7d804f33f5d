using SecurityScanner.Lexing;
using SecurityScanner.Scanning;

namespace SecurityScanner.Rules;

/// <summary>Text that is run as code.</summary>
internal sealed class DynamicCodeRules : RuleFamily
{
    private static readonly Rule s_eval = new(
        "dynamic-code",
        Severity.High,
        "CWE-95",
        "Text run as code",
        "Whoever controls this text runs code with the program's rights.",
        "Parse the data (json.loads, JSON.parse, ast.literal_eval), or choose among functions by name."
    );

    public override IReadOnlyList<Rule> Rules => [s_eval];

    public override void Scan(TokenStream code, FindingSink sink)
    {
        for (var i = 0; i < code.Count; i++)
        {
            if (code.IsCall(i) && RunsText(code, i) && !Expressions.HasConstantArguments(code, i + 1))
            {
                sink.Report(s_eval, code[i].Start);
            }
        }
    }

    private static bool RunsText(TokenStream code, int index)
    {
        var path = code.PathEndingAt(index);
        var free = !code.IsPunctuation(index - 1, '.');
        return code.Language switch
        {
            Language.Python => (path is "eval" or "exec" && free) || path is "builtins.eval" or "builtins.exec",
            Language.JavaScript => (path is "eval" && free)
                || path is "window.eval" or "globalThis.eval" or "global.eval"
                || (path is "Function" && code.IsIdentifier(index - 1, "new"))
                || path
                    is "vm.runInContext"
                        or "vm.runInNewContext"
                        or "vm.runInThisContext"
                        or "vm.compileFunction"
                        or "vm.Script",
            Language.CSharp => path is "CSharpScript.EvaluateAsync" or "CSharpScript.RunAsync" or "CSharpScript.Create",
            _ => false,
        };
    }
}
